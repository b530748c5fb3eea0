"""A card: it stands quietly on Today, says what to know, and is done when she has read it."""

import pytest
from django.test import Client

from pathway.services import report_gap
from people.services import naloxone_of
from schedule.models import Occurrence
from tests.cast import NOW, Cast


@pytest.fixture
def card(cast: Cast) -> str:
    """The address of a card she just got."""
    report_gap(participant=cast.ana, kind="discharge", on=NOW.date(), by=None, now=NOW)
    occurrence = Occurrence.objects.get(participant=cast.ana, rule__kind="card")
    return f"/d/c/{occurrence.public_id}/"


def test_today_shows_it(card: str, her: Client) -> None:
    assert f'href="{card}"' in her.get("/d/today/").content.decode()


def test_it_says_what_to_know_and_asks_for_naloxone(card: str, her: Client) -> None:
    page = her.get(card).content.decode()
    assert "Before you go on" in page and 'name="at_hand"' in page
    assert "Your clinic reads this" in page and "baby" not in page.lower()


def test_reading_it_ends_it(cast: Cast, card: str, her: Client) -> None:
    assert her.post(card, {"at_hand": "yes", "where": "My bag"}).url == "/d/today/"
    assert Occurrence.objects.get(rule__kind="card").done_at
    assert naloxone_of(cast.ana).where == "My bag"
    assert card not in her.get("/d/today/").content.decode()


def test_the_question_may_be_left_out(cast: Cast, card: str, her: Client) -> None:
    assert her.post(card).status_code == 302
    assert naloxone_of(cast.ana) is None


def test_pressed_twice_or_read_later_it_stays_done(card: str, her: Client) -> None:
    her.post(card)
    assert her.post(card).url == "/d/today/"
    assert her.get(card).status_code == 200


def test_what_is_too_long_stays_on_the_page(card: str, her: Client) -> None:
    page = her.post(card, {"at_hand": "yes", "where": "x" * 300})
    assert page.status_code == 400 and "x" * 300 in page.content.decode()
    assert not Occurrence.objects.get(rule__kind="card").done_at


def test_once_its_days_are_over_what_she_says_is_kept(cast: Cast, card: str, her: Client) -> None:
    Occurrence.objects.filter(rule__kind="card").update(closes_at=NOW)
    assert her.post(card, {"at_hand": "no", "where": ""}).status_code == 302
    assert naloxone_of(cast.ana).at_hand == "no"


def test_it_is_nobody_elses(card: str, client: Client) -> None:
    assert client.get(card).url.startswith("/d/unlock/")
