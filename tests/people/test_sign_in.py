"""Staff sign in with a password and a code; one factor reaches nothing."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as installed
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, PASSWORD, sign_in

LOGIN = "/staff/account/login/"
PAGES = ["/staff/", "/research/", "/staff/enrol/", "/api/v1/participants/", "/api/schema/"]


@pytest.fixture(autouse=True)
def second_factor(settings):
    settings.STAFF_SECOND_FACTOR = True


def code_of(secret: str) -> str:
    """The code an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def enter(client, email="ben@example.org", password=PASSWORD):
    """Type the address and password."""
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.mark.parametrize("page", PAGES)
def test_nobody_gets_in_without_signing_in(cast, client, page):
    response = client.get(page)
    assert response.status_code in (302, 401)
    assert not response.content or b"Sign in first" in response.content


@pytest.mark.parametrize("page", PAGES)
def test_a_password_alone_reaches_nothing(cast, client, page):
    enter(client)
    response = client.get(page)
    assert response.status_code in (302, 403)
    if response.status_code == 302:
        assert response["Location"] == reverse("mfa_activate_totp")


def activate(client) -> str:
    """Set the second factor up as the page asks, password already typed; gives its secret."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.status_code == 302
    return secret


@pytest.fixture
def set_up(cast, client) -> str:
    """Ben's secret, set up by himself."""
    enter(client)
    return activate(client)


@pytest.mark.django_db(transaction=True)
def test_setting_the_factor_up_opens_the_workspace(cast, client):
    """What a session learns when it is set up is learnt after commit: a real one is needed."""
    enter(client)
    activate(client)
    assert client.get("/staff/").status_code == 200


def sign_in_with(client, code: str) -> bool:
    """Sign in anew with password and code; whether the workspace opened."""
    client.post(reverse("account_logout"))
    assert enter(client)["Location"] == reverse("mfa_authenticate")
    assert client.get("/staff/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client.get("/staff/").status_code == 200


def test_a_browser_that_knew_only_the_password_stays_outside(cast, client):
    """The factor is set up in one browser; the other one, signed in before, has not shown it."""
    other = type(client)()
    enter(other)
    enter(client)
    activate(client)
    assert other.get("/staff/").status_code == 302
    assert other.get("/api/v1/participants/").status_code == 403


def test_from_then_on_the_code_is_asked_and_works_once(set_up, client):
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        code = code_of(set_up)
        assert sign_in_with(client, code)
        assert not sign_in_with(client, code)


def test_a_wrong_code_opens_nothing(set_up, client):
    assert not sign_in_with(client, "000000")


def test_the_secret_is_stored_encrypted(set_up):
    assert set_up not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_removing_the_factor_shuts_the_workspace(cast, client):
    sign_in(client, cast.ben)
    Authenticator.objects.filter(user=cast.ben).delete()
    assert client.get("/staff/").status_code == 302


def test_a_page_left_alone_asks_again(cast, client):
    sign_in(client, cast.ben)
    assert client.get("/staff/").status_code == 200
    later = NOW + timedelta(seconds=installed.STAFF_IDLE_SECONDS + 120)
    with time_machine.travel(later, tick=True):
        assert "/login/" in client.get("/staff/")["Location"]


def test_a_switched_off_account_is_out_within_one_request(cast, client):
    sign_in(client, cast.ben)
    cast.ben.is_active = False
    cast.ben.save()
    assert client.get("/staff/").status_code == 302


def test_wrong_passwords_are_slowed_down(cast, client):
    for _ in range(6):
        refused = enter(client, password="not this one")
    assert b"Too many" in refused.content
    assert enter(client).status_code != 302


def test_whoever_tries_too_often_is_told_to_wait_on_a_page_of_ours(cast, client):
    for number in range(31):
        told = enter(client, email=f"somebody{number}@example.org")
    assert told.status_code == 429
    assert b"Please wait a few minutes" in told.content
    assert b"workspace.css" in told.content


@pytest.mark.parametrize("email", ["nobody@example.org", "ben@example.org"])
def test_known_and_unknown_addresses_get_the_same_answer(cast, client, email):
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert (response.status_code, response["Location"]) == (
        302, reverse("account_reset_password_done"),
    )  # fmt: skip


def test_nobody_registers_themselves(cast, client):
    told = {"email": "me@example.org", "password1": PASSWORD}
    client.post(reverse("account_signup"), told)
    assert not type(cast.ben).objects.filter(email="me@example.org").exists()


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_never_leads_elsewhere(cast, client, target):
    response = client.post(
        f"{LOGIN}?next={target}", {"login": "ben@example.org", "password": PASSWORD}
    )
    assert "evil" not in response.get("Location", "")


def test_a_new_session_id_comes_with_signing_in(cast, client):
    client.get(LOGIN)
    before = client.cookies.get("staff")
    enter(client)
    after = client.cookies["staff"].value
    assert before is None or before.value != after


def test_one_second_factor_for_the_demo_only(cast, client, settings):
    settings.STAFF_SECOND_FACTOR = False
    enter(client)
    assert client.get("/staff/").status_code == 200


def test_being_busy_keeps_nobody_in_for_ever(cast, client):
    sign_in(client, cast.ben)
    now, met = NOW, []
    while now < NOW + timedelta(hours=13):
        with time_machine.travel(now):
            met.append(client.get("/staff/").status_code)
        now += timedelta(minutes=20)
    assert met[:36] == [200] * 36
    assert met[-1] == 302


def test_guesses_are_slowed_but_shut_nobody_out_of_their_own_browser(cast, client, settings):
    settings.STAFF_SECOND_FACTOR = False
    enter(client)
    client.post("/staff/account/logout/")
    cache.clear()
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(6):
        page = enter(stranger, password="a wrong password 1")
    assert b"Too many" in page.content
    assert b"Too many" in enter(stranger).content
    forged = Client(REMOTE_ADDR="203.0.113.8")
    forged.cookies["known"] = "forged"
    assert b"Too many" in enter(forged).content
    assert enter(client).status_code == 302


def test_a_browser_known_to_one_account_is_a_stranger_to_another(cast, client, settings):
    settings.STAFF_SECOND_FACTOR = False
    enter(client)
    client.post("/staff/account/logout/")
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(6):
        enter(elsewhere, email=cast.cam.email, password="a wrong password 1")
    assert b"Too many" in enter(client, email=cast.cam.email).content
    assert enter(client).status_code == 302


def test_another_host_name_is_no_way_round_the_count(cast, client, settings):
    settings.ALLOWED_HOSTS = [".example.org"]
    for number in range(6):
        page = client.post(
            LOGIN,
            {"login": "ben@example.org", "password": "a wrong password 1"},
            headers={"Host": f"h{number}.example.org"},
            REMOTE_ADDR=f"203.0.113.{number}",
        )
    assert b"Too many" in page.content
