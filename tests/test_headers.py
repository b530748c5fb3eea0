"""What every page carries: a strict policy, no inline code, nothing kept, neutral words."""

import re

import pytest
from django.test import Client

from catalog.services import released
from people.devices import cookie_name
from tests.cast import PASSWORD, PIN, pair
from tests.test_access import MATRIX, client_of, scene  # noqa: F401 - scene is a fixture

INLINE = re.compile(
    r"<style|\sstyle\s*=|\son\w+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)
ELSEWHERE = re.compile(
    r"<(?:script|img|iframe|video|audio|source|object|embed)\b[^>]*\b(?:src|data)=[\"'](?:https?:)?//"
    r"|<link\b[^>]*\bhref=[\"'](?:https?:)?//",
    re.IGNORECASE,
)
MARK = re.compile(r"<aside[^>]*>Demo: [^<]*invented")
ERRORS = ["/d/nothing-here/", "/staff/nothing-here/", "/nothing-here/", "/d/i/" + "x" * 43 + "/"]


def whose(name: str) -> str:
    """Somebody who gets the page."""
    from tests.test_access import EVERYBODY

    row = MATRIX[name][0]
    wanted = "ana" if name.startswith("portal:") else "ben"
    if row[EVERYBODY.index(wanted)] == ".":
        return wanted
    return EVERYBODY[row.index(".")] if "." in row else "nobody"


def check_headers(response) -> None:
    """The headers no response may lack."""
    policy = response["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'",
                 "object-src 'none'", "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy and "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "DENY"
    for power in ("geolocation", "camera", "microphone", "payment"):
        assert f"{power}=()" in response["Permissions-Policy"]
    assert (
        "charset" in response.get("Content-Type", "charset") or "json" in response["Content-Type"]
    )


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_every_page_has_its_headers_and_no_inline_code(name, cast, scene, settings):  # noqa: F811
    settings.DEMO = True
    response = client_of(cast, whose(name)).get(scene[name])
    check_headers(response)
    if "html" in response.get("Content-Type", ""):
        text = response.content.decode()
        assert not INLINE.search(text), INLINE.search(text)
        assert not ELSEWHERE.search(text), ELSEWHERE.search(text)
        assert not text or MARK.search(text), "nothing says that everybody here is invented"


@pytest.mark.parametrize("address", ERRORS)
def test_error_pages_too(address, db, settings):
    settings.DEMO = True
    client = Client(raise_request_exception=False)
    response = client.get(address, follow=True)
    check_headers(response)
    assert MARK.search(response.content.decode())
    assert not INLINE.search(response.content.decode())


@pytest.mark.parametrize("name", ["portal:today", "care:caseload", "landing", "away"])
def test_real_people_are_not_called_invented(name, cast, scene, settings):  # noqa: F811
    settings.DEMO = False
    response = client_of(cast, whose(name)).get(scene[name])
    assert not re.search("invented|demo", response.content.decode(), re.IGNORECASE)


def shown_outside(text: str) -> str:
    """What a phone may show without being opened: the title, and the words of links' addresses."""
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    addresses = " ".join(re.findall(r'(?:href|action)="(/[^"]*)"', text))
    return f"{title.group(1) if title else ''} {addresses}"


@pytest.mark.parametrize("name", sorted(n for n in MATRIX if n.startswith(("portal:", "away"))))
@pytest.mark.parametrize("language", ["en", "es"])
def test_her_titles_and_addresses_are_neutral(name, language, cast, scene):  # noqa: F811
    cast.ana.language = language
    cast.ana.save()
    response = client_of(cast, whose(name)).get(scene[name])
    words = released("forbidden", "message-words").content
    outside = shown_outside(response.content.decode())
    # "/static/" and "tel:" are not words; ids are random letters.
    outside = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|/static/\S+", "", outside)
    assert words.found_in(outside.replace("/", " ").replace("-", " ")) == ()


@pytest.mark.parametrize("secure", [True, False])
def test_her_cookies_are_guarded(cast, settings, secure):
    settings.SECURE = secure
    settings.SECURE_SSL_REDIRECT = False
    client = Client()
    _device, token = pair(cast.ana, cast.ben)
    client.cookies[cookie_name("phone")] = token
    response = client.post("/d/unlock/", {"pin": PIN})
    opened, companion = response.cookies[cookie_name("open")], response.cookies["here"]
    assert cookie_name("open").startswith("__Host-") is secure
    assert bool(opened["secure"]) is bool(companion["secure"]) is secure
    assert opened["httponly"] and not companion["httponly"]
    assert (opened["samesite"], opened["path"], opened["domain"]) == ("Strict", "/", "")
    assert opened["max-age"] == companion["max-age"] == ""


def test_staff_cookies_are_guarded(cast, client):
    token = client.get("/staff/account/login/").cookies["csrf"]
    told = {"login": cast.ben.email, "password": PASSWORD}
    given = client.post("/staff/account/login/", told).cookies
    session = given["staff"]
    for cookie in (token, session, given["known"]):
        assert cookie["httponly"]
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")
    assert session["max-age"] == ""


def test_the_companion_is_needed(cast):
    """Leave deletes one cookie without the network, and the phone is shut."""
    client = client_of(cast, "ana")
    assert client.get("/d/today/").status_code == 200
    del client.cookies["here"]
    assert client.get("/d/today/").status_code == 302


def test_her_cookies_open_nothing_of_staffs(cast, settings):
    settings.STAFF_SECOND_FACTOR = True
    client = client_of(cast, "ana")
    for address in ("/staff/", "/research/", "/api/v1/participants/"):
        assert client.get(address).status_code in (302, 401)
