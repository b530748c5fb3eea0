"""Her medicine in one tap: no blame, and what follows stands in the same response."""

import re

import pytest
from django.test import Client

from people.models import MedicationStatus
from people.services import naloxone_of
from safety.models import Concern, ToleranceGap
from tests.cast import Cast

BLAME = re.compile(r"\b(should have|must not|again\?|why did|fail|miss|clean|relapse)", re.I)


def said(her: Client, **form: str):
    return her.post("/d/mine/", form)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"what": "stopped"}, "stopped"),
        ({"what": "home"}, "discharge"),
        ({"what": "again"}, "return-to-use"),
        ({"what": "days", "days": "4", "goes_on": "yes"}, "missed-doses"),
        ({"what": "days", "days": "2", "goes_on": "no"}, "missed-doses"),
    ],
)
def test_each_is_answered_at_once(form: dict, kind: str, cast: Cast, her: Client) -> None:
    page = her.post("/d/mine/", form)
    words = page.content.decode()
    gap = ToleranceGap.objects.get(participant=cast.ana)
    assert (page.status_code, gap.kind, gap.by_her) == (200, kind, True)
    assert "Before you go on" in words and "naloxone" in words.lower()
    assert 'href="tel:911"' in words and re.search("Staff|gets a note", words)
    assert not BLAME.search(re.sub("<[^>]+>", " ", words.partition("<main>")[2]))


def test_days_are_counted_back_from_today(cast: Cast, her: Client) -> None:
    said(her, what="days", days="4", goes_on="yes")
    assert ToleranceGap.objects.get().days == 4
    assert MedicationStatus.objects.filter(participant=cast.ana).standing()[0].state == "on"


def test_as_planned_is_thanked_for_and_tells_nobody(cast: Cast, her: Client) -> None:
    page = her.post("/d/mine/", {"what": "planned"}, follow=True)
    assert "Kept. Thank you." in page.content.decode()
    assert not ToleranceGap.objects.exists() and not Concern.objects.exists()


def test_said_twice_it_is_one(her: Client) -> None:
    said(her, what="stopped")
    assert said(her, what="stopped").status_code == 200
    assert (ToleranceGap.objects.count(), Concern.objects.count()) == (1, 1)


def test_it_is_answered_though_the_phone_has_locked(shut: Client) -> None:
    page = said(shut, what="again")
    assert page.status_code == 200 and 'href="tel:911"' in page.content.decode()
    assert ToleranceGap.objects.count() == 1


def test_a_locked_phone_opens_no_page_of_hers_with_it(cast: Cast, her: Client) -> None:
    """Only what was said just now is answered: her card and where it lies wait for the PIN."""
    card = re.compile(r'"/d/c/[0-9a-f-]+/"')
    assert card.search(said(her, what="again").content.decode())
    del her.cookies["here"]
    page = said(her, what="home").content.decode()
    assert 'href="tel:911"' in page and not card.search(page)
    assert "Before you go on" not in page


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"what": "nothing"},
        {"what": "days", "days": "0", "goes_on": "yes"},
        {"what": "days", "days": "²", "goes_on": "yes"},
        {"what": "days", "days": "many", "goes_on": "no"},
        {"what": "days", "days": "3"},
        {"what": "kit", "at_hand": "perhaps"},
    ],
)
def test_nonsense_is_refused_and_nothing_kept(form: dict, her: Client) -> None:
    assert her.post("/d/mine/", form).status_code == 400
    assert not ToleranceGap.objects.exists()


def test_what_was_right_stays(her: Client) -> None:
    page = said(her, what="days", days="3").content.decode()
    assert 'name="days"' in page and 'value="3"' in page


def test_naloxone_at_hand_and_where(cast: Cast, her: Client) -> None:
    said(her, what="kit", at_hand="yes", where="Kitchen drawer")
    kept = naloxone_of(cast.ana)
    assert (kept.at_hand, kept.where, kept.by_her) == ("yes", "Kitchen drawer", True)
    assert "Kitchen drawer" in her.get("/d/mine/").content.decode()


@pytest.mark.parametrize("about", ["", "days", "kit", "nothing"])
def test_each_page_says_who_reads_it_and_can_be_skipped(about: str, her: Client) -> None:
    page = her.get("/d/mine/", {"about": about}).content.decode()
    assert "Your clinic reads this" in page and "Skip this" in page
