"""The weeks after a loss, in a session and in what her phone takes along."""

from datetime import timedelta

import pytest
from django.test import Client

from catalog.services import released
from measures.models import Administration
from schedule.services import end_pause, start_pause
from sessions.models import AssignedSession
from sessions.services import path_of, save_entry, start_questions
from tests.cast import NOW, Cast
from tests.saying import entry

QUESTIONS = "three-questions"


@pytest.fixture
def first(cast: Cast) -> AssignedSession:
    assert cast.course
    return cast.course.assigned.get(ordinal=1)


@pytest.fixture
def mourn(cast: Cast, monkeypatch):
    """Record a loss after which she goes on; her questions touch closeness."""
    content = released("instrument", "craving").content
    monkeypatch.setitem(content.__dict__, "topics", ("bonding",))

    def record() -> None:
        start_pause(participant=cast.ana, lost_on=NOW.date(), by=cast.ben, now=NOW)
        end_pause(participant=cast.ana, by=None, now=NOW)

    return record


def test_no_page_leads_to_them_and_they_lead_on(her: Client, first, mourn) -> None:
    mourn()
    titles = {step.code: step.title("en") for step in path_of(first)}
    page = her.get(f"/d/s/{first.public_id}/").content.decode()
    assert titles.pop(QUESTIONS) not in page
    assert [title for title in titles.values() if title not in page] == []
    away = her.get(f"/d/s/{first.public_id}/{QUESTIONS}/")
    assert away.status_code == 302 and QUESTIONS not in away["Location"]


def test_her_phone_takes_the_rest_along(her: Client, first, mourn) -> None:
    mourn()
    pages = her.get("/d/pack/").json()["pages"]
    assert f"/d/s/{first.public_id}/" in pages
    assert not [url for url in pages if QUESTIONS in url]
    assert not Administration.objects.exclude(asked_by="").exists()


def test_begun_before_the_loss_they_hold_nothing_up(cast, her: Client, first, mourn) -> None:
    start_questions(assigned=first, step_code=QUESTIONS, now=NOW)
    for step in path_of(first):
        if step.code != QUESTIONS:
            save_entry(device=cast.phone, envelope=entry(first, step.code), now=NOW)
    first.refresh_from_db()
    assert first.completed_at is None
    mourn()
    assert her.get(f"/d/s/{first.public_id}/").status_code == 200
    first.refresh_from_db()
    assert NOW <= first.completed_at < NOW + timedelta(minutes=10)
