"""What a phone may show of any page: title, address, manifest, a file's name. In both languages,
none says what this is."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings as site
from django.core.checks import run_checks
from django.test import Client, RequestFactory

from catalog.services import released
from people.devices import cookie_name
from people.services import change_pin
from portal.views.errors import bad_request, csrf_failure, not_found, server_error
from portal.views.install import ICONS
from tests.cast import NOW, PIN, Cast
from tests.test_access import MATRIX, client_of, scene  # noqa: F401 - scene is a fixture

NO_PAGE = {
    "portal:check_in_now", "portal:deposit", "portal:device_key", "portal:invitation",
    "portal:leave", "portal:manifest", "portal:only_me", "portal:pack", "portal:worker",
}  # fmt: skip
# The page Leave goes to is about something else.
OTHER_TITLES = {"portal:away": {"Kitchen measures", "Medidas de cocina"}}
OTHER = "730418"
HERS = sorted(name for name in MATRIX if name.startswith("portal:") and name not in NO_PAGE)


def said_in(text: str) -> tuple[str, ...]:
    """Forbidden words of a text a phone may show."""
    return released("forbidden", "message-words").content.found_in(text)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_title_or_address_of_any_page_says_what_this_is(
    cast: Cast,
    scene: dict[str, str],  # noqa: F811
    language: str,
) -> None:
    cast.ana.language = language
    cast.ana.save()
    for name in HERS:
        page = client_of(cast, "ana").get(scene[name], follow=True)
        text = page.content.decode()
        titles = set(re.findall("<title>(.*?)</title>", text))
        assert titles <= OTHER_TITLES.get(name, {"Daybook"}) and titles, name
        addresses = {page.request["PATH_INFO"], *re.findall(r'(?:href|action)="(/[^"]*)"', text)}
        for address in addresses:
            parts = urlsplit(unquote(address))
            assert said_in(f"{parts.path} {parts.query}".replace("/", " ")) == (), address
        assert '<meta name="description"' not in text and "og:title" not in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_second_pin_opens_and_what_goes_wrong_say_nothing(
    cast: Cast, language: str
) -> None:
    """Pages no crawl of hers comes by: the plain one, the shut door, the pages of errors."""
    cast.ana.language = language
    cast.ana.save()
    change_pin(device=cast.phone, old=f"{PIN}00", new=OTHER, now=NOW)
    shut = Client(raise_request_exception=False)
    shut.cookies[cookie_name("phone")] = cast.phone_token
    plain = Client()
    plain.cookies[cookie_name("phone")] = cast.phone_token
    plain.post("/d/unlock/", {"pin": OTHER})
    request = RequestFactory().get("/d/today/", headers={"accept-language": language})
    pages = [
        plain.get("/d/today/"), plain.get("/d/help/"), plain.get("/d/moment/"),
        plain.get("/d/nowhere/"), shut.get("/d/today/", follow=True),
        shut.post("/d/unlock/", {"pin": "000001"}), shut.get("/d/shell/"), shut.get("/d/away/"),
        server_error(request), csrf_failure(request, reason=""),
        bad_request(request), not_found(request),
    ]  # fmt: skip
    assert b"slow breath" in pages[0].content or b"Respira lento" in pages[0].content
    for page in pages:
        text = page.content.decode()
        titles = set(re.findall("<title>(.*?)</title>", text))
        assert titles and titles <= {"Daybook", *OTHER_TITLES["portal:away"]}, titles
        for address in re.findall(r'(?:href|action)="(/[^"]*)"', text):
            parts = urlsplit(unquote(address))
            assert said_in(f"{parts.path} {parts.query}".replace("/", " ")) == (), address


def test_the_manifest_says_a_name_and_a_drawing_and_nothing_else(client: Client, db: None) -> None:
    answer = client.get("/d/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert set(told) == {
        "id", "name", "short_name", "start_url", "scope", "display", "background_color",
        "theme_color", "icons",
    }  # fmt: skip
    assert told["name"] == told["short_name"] == "Daybook"
    assert (told["id"], told["start_url"], told["scope"]) == ("/d/", "/d/", "/d/")
    assert {one["sizes"] for one in told["icons"]} == {"192x192", "512x512"}
    assert said_in(answer.content.decode()) == ()


@pytest.mark.parametrize("icon", ICONS)
def test_a_site_chooses_among_neutral_drawings(
    icon: str, client: Client, db: None, settings
) -> None:
    settings.PORTAL_ICON = icon
    page = client.get("/d/unlock/").content.decode()
    assert f"img/icons/{icon}" in page and 'rel="manifest"' in page
    for one in client.get("/d/manifest.webmanifest").json()["icons"]:
        assert icon in one["src"]
        assert (Path(site.BASE_DIR) / "static" / "img" / "icons" / f"{icon}-512.png").exists()
    assert not [error for error in run_checks() if error.id == "portal.E001"]


def test_another_drawing_is_refused_at_the_start(settings) -> None:
    settings.PORTAL_ICON = "stork"
    assert [error.id for error in run_checks() if error.id == "portal.E001"] == ["portal.E001"]


def test_nothing_of_hers_is_ever_a_notification() -> None:
    """Messages go out by the reminders alone, whose words are checked where they are made."""
    scripts = "".join(path.read_text() for path in Path("static/js").rglob("*.js"))
    assert not re.search(r"showNotification|new Notification|setAppBadge|PushManager", scripts)
