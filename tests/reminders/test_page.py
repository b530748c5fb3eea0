"""A clinic hears of an open concern until a person acknowledges it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models.functions import Now

from people.models import Clinic
from people.services import set_concern_email
from reminders.checks import each_clinic_names_who_is_told, what_each_message_shows_is_neutral
from reminders.models import StaffPage
from reminders.services import page_staff, pages_of
from safety.services import acknowledge, raise_concern
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(cast, mailbox, app_role):
    """Something a person must look at within the hour; told of by the application's role."""
    return raise_concern(
        participant=cast.ana,
        rule="harm-now",
        tier="now",
        kind="answer",
        source_id=uuid4(),
        happened_at=NOW,
        now=NOW,
    )


def states(concern) -> list[str]:
    return [page.state for page in concern.pages.order_by("ordinal")]


def test_it_is_told_at_once_without_name_or_answer(concern, mailbox):
    page_staff(now=NOW)
    [letter] = mailbox.letters
    assert "To: duty@example.org" in letter
    assert f"/staff/concerns/{concern.public_id}/" in letter
    assert not any(word in letter for word in ("Ana", "Reyes", "harm", "Riverside"))


def test_it_is_repeated_until_somebody_acknowledges(concern, mailbox, cast):
    for minutes in range(0, 150, 10):
        page_staff(now=NOW + timedelta(minutes=minutes))
    assert len(mailbox.letters) == 3
    acknowledge(concern=concern, by=cast.ben, now=NOW + timedelta(hours=3))
    page_staff(now=NOW + timedelta(hours=4))
    assert len(mailbox.letters) == 3
    assert states(concern) == ["accepted"] * 3


def test_acknowledged_between_owing_and_sending_it_is_cancelled(concern, mailbox, cast):
    mailbox.mood = "busy"
    page_staff(now=NOW)
    acknowledge(concern=concern, by=cast.ben, now=NOW)
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=10))
    assert states(concern) == ["cancelled"]
    assert mailbox.letters == []


def test_a_busy_server_is_tried_again_within_minutes(concern, mailbox):
    mailbox.mood = "busy"
    for minutes in range(0, 60, 6):
        page_staff(now=NOW + timedelta(minutes=minutes))
    assert concern.pages.get().attempts.count() == 10
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=60))
    assert states(concern) == ["accepted"]


@pytest.mark.parametrize("mood", ["hangs up in the middle", "hangs up after"])
def test_one_that_may_not_have_arrived_is_told_again(concern, mailbox, mood):
    mailbox.mood = mood
    page_staff(now=NOW)
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=6))
    assert states(concern) == ["unknown", "accepted"]


def test_after_a_worker_died_in_the_middle_it_is_told_again(concern, mailbox):
    page_staff(now=NOW)
    StaffPage.objects.update(
        state="handing_over",
        ended_at=None,
        lease_token=uuid4(),
        lease_until=Now() - timedelta(seconds=1),
    )
    page_staff(now=NOW + timedelta(minutes=1))
    page_staff(now=NOW + timedelta(minutes=7))
    assert states(concern) == ["unknown", "accepted"]
    assert len(mailbox.letters) == 2


def test_without_an_address_it_waits_says_so_and_goes_when_there_is_one(concern, mailbox, cast):
    Clinic.objects.update(concern_email="")
    page_staff(now=NOW)
    [page] = pages_of(concern)
    assert (page.state, page.last_error) == ("owed", "The clinic has named nobody to be told.")
    set_concern_email(clinic=cast.clinic, email="new@example.org")
    page_staff(now=NOW + timedelta(minutes=2))
    assert "To: new@example.org" in mailbox.letters[0]
    assert states(concern) == ["accepted"]


def test_a_clinic_that_named_nobody_is_warned_of(cast):
    assert each_clinic_names_who_is_told(None, databases=["default"]) == []
    Clinic.objects.filter(pk=cast.clinic.pk).update(concern_email="")
    [warning] = each_clinic_names_who_is_told(None, databases=["default"])
    assert "Riverside" in warning.msg


def test_a_site_name_that_gives_her_away_is_an_error(settings):
    assert what_each_message_shows_is_neutral(None) == []
    settings.SITE_URL = "https://opioid-clinic.example.org"
    settings.PORTAL_NAME = "Recovery book"
    assert len(what_each_message_shows_is_neutral(None)) == 2
