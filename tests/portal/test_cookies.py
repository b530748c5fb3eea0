"""What the three cookies of a phone open, and when they stop."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from people.models import Participant
from people.services import invite, revoke_device
from tests.cast import NOW, Cast, open_phone, pair

SCRIPT = {"X-Requested-With": "daybook", "Sec-Fetch-Site": "same-origin"}
THEN = NOW + timedelta(minutes=5)


def opens(client: Client) -> bool:
    """Whether her pages are shown."""
    return client.get("/d/today/").status_code == 200


def takes(client: Client) -> bool:
    """Whether the phone is somebody's to the deposit endpoint (what is sent is nonsense)."""
    said = client.post("/d/deposit/", {}, content_type="application/json", headers=SCRIPT)
    return said.status_code == 400


def test_a_phone_that_was_shut_out_hands_nothing_in(cast: Cast, her: Client) -> None:
    assert takes(her)
    revoke_device(device=cast.phone, now=NOW)
    assert not takes(her)
    assert not opens(her)


def test_the_phone_of_a_mother_who_left_is_nobodys(cast: Cast, her: Client) -> None:
    Participant.objects.filter(pk=cast.ana.pk).update(status="withdrawn")
    assert not takes(her)
    assert not opens(her)


def test_a_companion_of_another_opening_is_none(her: Client) -> None:
    assert opens(her)
    her.cookies["here"] = "x" * 43
    assert not opens(her)


def test_what_opened_one_phone_opens_no_other(cast: Cast, her: Client) -> None:
    _other, token = pair(cast.ana, cast.ben)
    assert opens(her)
    her.cookies["phone"] = token
    assert not opens(her)


def test_a_page_left_alone_shuts_and_one_in_use_does_not(her: Client) -> None:
    with time_machine.travel(THEN, tick=False) as clock:
        for _ in range(4):
            clock.shift(timedelta(minutes=10))
            assert opens(her)
        clock.shift(timedelta(minutes=16))
        assert not opens(her)


@pytest.mark.parametrize("address", ["/", "/away/", "/staff/account/login/", "/healthz"])
def test_they_mean_nothing_outside_her_pages(address: str, her: Client) -> None:
    request = her.get(address).wsgi_request
    assert (request.device, request.mother) == (None, None)


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_that_says_which_phone_is_guarded(cast: Cast, settings, secure: bool) -> None:
    settings.SECURE = secure
    settings.SECURE_SSL_REDIRECT = False
    client = Client()
    link = client.get(f"/d/i/{invite(participant=cast.ana, by=cast.ben, now=THEN)}/").cookies
    paired = client.post("/d/welcome/", {"nonce": "n"}).cookies
    name = "__Host-phone" if secure else "phone"
    for cookie in (link["link"], paired[name]):
        assert cookie["httponly"]
        assert bool(cookie["secure"]) is secure
        assert (cookie["samesite"], cookie["domain"]) == ("Lax", "")
    assert paired[name]["max-age"] == 400 * 86400


def test_the_secret_of_the_link_goes_when_the_pin_is_set(cast: Cast, client: Client) -> None:
    client.get(f"/d/i/{invite(participant=cast.ana, by=cast.ben, now=THEN)}/")
    client.post("/d/welcome/", {"nonce": "n"})
    client.post("/d/pin/", {"pin": "482915", "again": "482915"})
    assert client.cookies["link"].value == ""


def test_leaving_and_letting_go_take_the_cookies_along(cast: Cast, her: Client) -> None:
    her.post("/d/leave/")
    assert [her.cookies[name].value for name in ("open", "here")] == ["", ""]
    assert her.cookies["phone"].value
    open_phone(her, cast.phone, cast.phone_token)
    her.post("/d/settings/forget/")
    assert [her.cookies[name].value for name in ("open", "here", "phone")] == ["", "", ""]
