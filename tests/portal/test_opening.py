"""From the link to an open phone, and away from it."""

import re

import pytest
from django.test import Client

from people.models import Device, Invitation
from people.services import invite
from tests.cast import NOW, PIN, Cast, open_phone
from tests.portal.conftest import hidden


@pytest.fixture
def link(cast: Cast) -> str:
    return invite(participant=cast.ana, by=cast.ben, now=NOW)


def test_opening_the_link_uses_nothing_up(link: str, client: Client) -> None:
    for _ in range(2):
        page = client.get(f"/d/i/{link}/", follow=True)
    assert page.status_code == 200
    assert Invitation.objects.get(revoked_at=None, consumed_at=None)


def test_no_address_or_page_holds_the_secret_after_the_first(link: str, client: Client) -> None:
    page = client.get(f"/d/i/{link}/", follow=True)
    assert page.redirect_chain == [("/d/welcome/", 302)]
    assert link not in page.content.decode()


def test_the_button_pairs_the_phone_and_asks_for_a_pin(link: str, client: Client) -> None:
    nonce = hidden(client.get(f"/d/i/{link}/", follow=True), "nonce")
    page = client.post("/d/welcome/", {"nonce": nonce})
    assert page.url == "/d/pin/"
    opened = client.post("/d/pin/", {"pin": PIN, "again": PIN}, follow=True)
    assert opened.redirect_chain == [("/d/today/", 302)]


def test_a_lost_answer_to_the_button_can_be_asked_for_again(link: str, client: Client) -> None:
    nonce = hidden(client.get(f"/d/i/{link}/", follow=True), "nonce")
    client.post("/d/welcome/", {"nonce": nonce})
    del client.cookies["phone"]
    assert client.post("/d/welcome/", {"nonce": nonce}).url == "/d/pin/"
    assert Device.objects.filter(pin_hash="").count() == 1


@pytest.mark.parametrize("path", ["/d/i/nothing/", "/d/welcome/"])
def test_a_link_that_opens_nothing_says_so(path: str, client: Client, db: None) -> None:
    page = client.get(path, follow=True)
    assert page.status_code == 410
    assert b"does not work" in page.content


def test_a_used_link_says_that_it_was_used(link: str, client: Client) -> None:
    client.get(f"/d/i/{link}/")
    client.post("/d/welcome/", {"nonce": "first"})
    other = Client()
    page = other.get(f"/d/i/{link}/", follow=True)
    assert page.status_code == 410
    assert b"already used" in page.content


@pytest.mark.parametrize("weak", ["123456", "000000", "12345", "abcdef", ""])
def test_a_weak_pin_is_refused_with_a_sentence(weak: str, link: str, client: Client) -> None:
    client.get(f"/d/i/{link}/")
    client.post("/d/welcome/", {"nonce": "n"})
    page = client.post("/d/pin/", {"pin": weak, "again": weak})
    assert page.status_code == 400
    assert b'role="alert"' in page.content
    assert Device.objects.filter(pin_hash="").exists()


def test_wrong_pins_make_this_phone_wait_and_say_how_long(shut: Client) -> None:
    for _ in range(4):
        page = shut.post("/d/unlock/", {"pin": "999999"})
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert b"30 seconds" in page.content
    assert shut.post("/d/unlock/", {"pin": PIN}).status_code == 429


def test_the_right_pin_goes_on_where_she_was(shut: Client) -> None:
    page = shut.get("/d/weeks/")
    assert page.url == "/d/unlock/?next=%2Fd%2Fweeks%2F"
    assert shut.post("/d/unlock/", {"pin": PIN, "next": "/d/weeks/"}).url == "/d/weeks/"


def test_a_wrong_pin_keeps_where_she_was_going(shut: Client) -> None:
    page = shut.get("/d/weeks/", follow=True)
    assert hidden(page, "next") == "/d/weeks/"
    page = shut.post("/d/unlock/", {"pin": "999999", "next": hidden(page, "next")})
    assert page.status_code == 400
    assert hidden(page, "next") == "/d/weeks/"


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/d/", "//elsewhere.example", "/staff/"]
)
def test_unlocking_never_leads_elsewhere(wanted: str, shut: Client) -> None:
    assert shut.post("/d/unlock/", {"pin": PIN, "next": wanted}).url == "/d/today/"


def test_leave_locks_and_is_somewhere_else(her: Client) -> None:
    page = her.post("/d/leave/")
    assert page.url == "/away/"
    assert her.cookies["here"].value == ""
    assert her.get("/d/today/").url == "/d/unlock/"


def test_leave_voids_the_cookies_on_the_server_too(cast: Cast, her: Client) -> None:
    kept = {name: morsel.value for name, morsel in her.cookies.items()}
    her.post("/d/leave/")
    thief = Client()
    for name, value in kept.items():
        thief.cookies[name] = value
    assert thief.get("/d/today/").url == "/d/unlock/"


def test_without_the_companion_cookie_the_phone_is_shut(shut: Client) -> None:
    assert shut.get("/d/today/").url == "/d/unlock/"


def test_an_unknown_phone_is_told_how_to_begin(client: Client, db: None) -> None:
    page = client.get("/d/today/", follow=True)
    assert b"not set up yet" in page.content


def test_changing_the_pin_asks_for_the_old_one(cast: Cast, her: Client) -> None:
    new = {"pin": "731946", "again": "731946"}
    assert her.post("/d/pin/", {"old": "111222", **new}).status_code == 400
    assert her.post("/d/pin/", {"old": PIN, **new}).url == "/d/settings/?done=pin"
    fresh = Client()
    with pytest.raises(Exception, match="PIN"):
        open_phone(fresh, cast.phone, cast.phone_token)


def test_no_browser_is_asked_to_keep_the_pin(cast: Cast, her: Client, client: Client) -> None:
    fields = re.findall(r"<input[^>]*type=.password.[^>]*>", her.get("/d/pin/").content.decode())
    assert len(fields) == 3
    assert all('autocomplete="one-time-code"' in field for field in fields)
