"""A mother whose language has no sessions yet: her check-ins are there all the same."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from catalog.services import released
from pathway.services import assign
from tests.cast import Cast, agree, mother, open_phone, pair
from tests.releasing import BATTERY, QUESTIONS, made


def test_her_check_in_is_on_today_in_her_language(cast: Cast, client: Client) -> None:
    luz = mother(cast.clinic, cast.ben, "Luz Vega", language="es")
    now = timezone.now()
    assign(
        participant=luz,
        curriculum=None,
        battery=released("battery", "weekly-check-in"),
        starts_on=now.date(),
        by=cast.ben,
        now=now,
    )
    device, token = pair(luz, cast.ben)
    agree(luz, device, "care")
    open_phone(client, device, token)
    today = client.get("/d/today/").content.decode()
    check_in = re.search(r'href="(/d/q/[^"]+)"', today)
    assert check_in and 'lang="es"' in today
    client.post(check_in[1])
    question = client.get(check_in[1], follow=True).content.decode()
    assert luz.administrations.count() == 2
    assert "¿" in question or "preguntas" in question


# --- when she wants


@pytest.fixture
def wish(cast):
    made(QUESTIONS)
    battery = made(BATTERY, rule={"kind": "self_started"})
    assign(
        participant=cast.ana, curriculum=None, battery=battery, starts_on=timezone.now().date(),
        by=cast.ben, now=timezone.now(),
    )  # fmt: skip
    return cast.ana.batteries.get(content=battery)


def test_today_offers_to_check_in_now_and_the_press_opens_it(her, wish):
    address = f"/d/now/{wish.public_id}/"
    assert address in her.get("/d/today/").content.decode()
    pressed = her.post(address)
    page = her.get(pressed["Location"])
    assert page.status_code == 200
    assert her.post(address)["Location"] == pressed["Location"]


def test_it_is_not_begun_by_looking(her, wish):
    assert her.get(f"/d/now/{wish.public_id}/").status_code == 405
    assert not wish.participant.occurrences.filter(rule__subject=wish.public_id).exists()


def test_what_has_no_question_for_her_is_not_offered(her, wish):
    made(QUESTIONS, version="2", for_addressed=["with_baby"])
    assert "/d/now/" not in her.get("/d/today/").content.decode()
