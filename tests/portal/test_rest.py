"""After a loss, and on quiet days, nothing is due: no cause, no congratulation, help is there."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from people.models import Pregnancy
from schedule.models import Pause
from schedule.services import pause_of, start_pause
from tests.cast import NOW, Cast


@pytest.fixture
def paused(cast: Cast) -> Pause:
    return start_pause(participant=cast.ana, lost_on=NOW.date(), by=cast.ben, now=NOW)


def words(page) -> str:
    return re.sub("<[^>]+>", " ", page.content.decode().partition("<main>")[2])


def test_nothing_is_due_and_help_is_there(paused: Pause, her: Client) -> None:
    page = her.get("/d/today/")
    assert "Nothing is due" in words(page)
    assert "/d/q/" not in page.content.decode() and "/d/s/" not in page.content.decode()
    assert 'class="hard" href="/d/moment/"' in page.content.decode()


def test_neither_a_cause_nor_a_congratulation(paused: Pause, her: Client) -> None:
    judged = r"\b(loss|lost|sorry|baby|pregnan|congrat|great|died|birth)"
    assert not re.search(judged, words(her.get("/d/today/")), re.I)


def test_she_goes_on_when_she_wants_to(cast: Cast, paused: Pause, her: Client) -> None:
    assert "I want to go on" in words(her.get("/d/today/"))
    assert her.post("/d/today/").url == "/d/today/"
    paused.refresh_from_db()
    assert pause_of(cast.ana) is None and paused.ended_by is None
    assert "/d/s/" in her.get("/d/today/").content.decode()


def test_going_on_when_nothing_is_paused_changes_nothing(her: Client) -> None:
    assert her.post("/d/today/").url == "/d/today/"


def test_a_quiet_day_goes_on_by_itself(cast: Cast, her: Client) -> None:
    Pregnancy.objects.filter(participant=cast.ana).update(
        outcome=Pregnancy.Outcome.STILLBIRTH, outcome_on=NOW.date() - timedelta(days=365)
    )
    page = her.get("/d/today/")
    assert "Nothing is due" in words(page) and "I want to go on" not in words(page)
