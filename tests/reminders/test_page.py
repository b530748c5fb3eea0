"""People hear of an open concern, rung by rung, until one of them acknowledges it."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db.models.functions import Now

from kernel.owed import database_now
from pathway.services import hand_to
from people.models import Clinic, Membership, User
from people.services import end_membership, grant
from reminders.checks import each_clinic_can_answer, what_each_message_shows_is_neutral
from reminders.models import StaffPage
from reminders.services import page_staff, pages_ahead, pages_of
from safety.models import Duty
from safety.services import (
    acknowledge,
    close,
    close_on,
    end_duty,
    put_on_duty,
    raise_concern,
    set_hours,
)
from tests.cast import NOW, staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVENING = NOW + 8 * HOUR
THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)  # eight in the morning in New York
BEN, BEA, ADA, BOX = "ben@example.org", "bea@example.org", "ada@example.org", "duty@example.org"


@pytest.fixture
def concern(cast, mailbox, app_role):
    """Something a person must look at within the hour; told of by the application's role."""
    return raised(cast)


def raised(cast, tier="now", *, rule="harm-now", at=NOW):
    return raise_concern(
        participant=cast.ana, rule=rule, tier=tier, kind="answer",
        source_id=uuid4(), happened_at=at, now=at,
    )  # fmt: skip


def alone(cast) -> None:
    """Nobody but Ben is told: the tests of one page."""
    cast.clinic.concern_email = ""
    cast.clinic.save()
    end_duty(duty=cast.bea.duties.get(), now=NOW)
    end_membership(membership=cast.ada.memberships.get(), now=NOW)


def to(mailbox) -> list[str]:
    """Whom the letters went to, in order."""
    return [
        line.removeprefix("To: ").strip()
        for letter in mailbox.letters
        for line in letter.splitlines()
        if line.startswith("To: ")
    ]


def tick(start, until, *, every=10 * MINUTE) -> None:
    """The clock, from start to before until."""
    while start < until:
        page_staff(now=start)
        start += every


def states(concern) -> list[str]:
    return [page.state for page in concern.pages.order_by("ordinal")]


# Who and when.


def test_it_is_told_at_once_without_name_or_answer(concern, mailbox):
    page_staff(now=NOW)
    assert sorted(to(mailbox)) == [BEN, BOX]
    for letter in mailbox.letters:
        assert f"/staff/concerns/{concern.public_id}/" in letter
        assert not any(word in letter for word in ("Ana", "Reyes", "harm", "Riverside"))


def test_it_climbs_and_everybody_told_is_told_again_until_somebody_acknowledges(
    concern, mailbox, cast
):
    tick(NOW, NOW + HOUR)
    assert Counter(to(mailbox)) == {BEN: 1, BOX: 1}
    tick(NOW + HOUR, NOW + 2 * HOUR)
    assert Counter(to(mailbox)) == {BEN: 2, BOX: 2, BEA: 1}
    tick(NOW + 2 * HOUR, NOW + 170 * MINUTE)
    assert Counter(to(mailbox)) == {BEN: 3, BOX: 3, BEA: 2, ADA: 1}
    acknowledge(concern=concern, by=cast.bea, now=NOW + 175 * MINUTE)
    tick(NOW + 3 * HOUR, NOW + 6 * HOUR)
    assert len(mailbox.letters) == 9
    assert set(states(concern)) == {"accepted"}


def test_an_admin_is_sent_to_the_list(concern, mailbox, cast):
    for duty in Duty.objects.filter(clinic=cast.clinic):
        end_duty(duty=duty, now=NOW)
    page_staff(now=NOW)
    letter = next(one for one in mailbox.letters if f"To: {ADA}" in one)
    assert "/staff/concerns/\n" in letter.replace("\r", "")


def test_now_is_told_at_night_as_well(concern, mailbox):
    tick(EVENING, EVENING + 4 * HOUR)
    assert Counter(to(mailbox)) == {BEN: 4, BOX: 4, BEA: 4, ADA: 4}


def test_what_can_wait_waits_for_the_clinic_to_open(cast, mailbox):
    raised(cast, "next_visit", at=EVENING)
    tick(EVENING, THURSDAY)
    assert mailbox.letters == []
    page_staff(now=THURSDAY)
    assert set(to(mailbox)) >= {BEN, BOX}


def test_today_climbs_in_open_hours(cast, mailbox):
    raised(cast, "today")
    tick(NOW, THURSDAY + 4 * HOUR)
    # Ben at noon, at four, and three hours into Thursday; Bea at four and on Thursday too.
    assert Counter(to(mailbox)) == {BEN: 3, BOX: 3, BEA: 2, ADA: 1}


def test_a_closed_day_is_no_open_hour(cast, mailbox):
    close_on(clinic=cast.clinic, day=THURSDAY.date(), now=NOW)
    raised(cast, "today", at=EVENING)
    tick(EVENING, THURSDAY + 12 * HOUR)
    # One mail at once; the hours after it are no open hours.
    assert sorted(to(mailbox)) == [BEN, BOX]
    page_staff(now=THURSDAY + 27 * HOUR)
    assert sorted(to(mailbox)) == [BEN, BOX]
    page_staff(now=THURSDAY + 28 * HOUR)
    assert Counter(to(mailbox)) == {BEN: 2, BOX: 2, BEA: 1}


def test_without_hours_the_pages_never_stop(cast, mailbox):
    set_hours(clinic=cast.clinic, week={})
    raised(cast, "today", at=EVENING)
    tick(EVENING, EVENING + 5 * HOUR)
    assert Counter(to(mailbox)) == {BEN: 2, BOX: 2, BEA: 1}


def test_what_is_for_her_own_clinician_goes_to_them_first(cast, mailbox):
    bob = staff(cast.clinic, "Bob", "clinician")
    grant(staff=bob, participant=cast.ana, reason="care", by=cast.ada, now=NOW)
    end_duty(duty=cast.ben.duties.get(), now=NOW)
    put_on_duty(clinic=cast.clinic, user=cast.bea, rung="on_duty", now=NOW)
    raised(cast, "next_visit", rule="discharge")
    page_staff(now=NOW)
    assert sorted(to(mailbox)) == [BEN, "bob@example.org", BOX]


def test_a_second_urgent_source_is_for_those_on_duty(cast, mailbox):
    bob = staff(cast.clinic, "Bob", "clinician")
    grant(staff=bob, participant=cast.ana, reason="care", by=cast.ada, now=NOW)
    raised(cast, "next_visit", rule="discharge")
    raised(cast, "now")
    page_staff(now=NOW)
    assert sorted(to(mailbox)) == [BEN, BOX]


def test_whom_it_is_given_to_is_told_at_once(concern, mailbox, cast):
    page_staff(now=NOW)
    staff(cast.clinic, "Bob", "clinician")
    hand_to(concern=concern, staff=User.objects.get(name="Bob"), by=cast.ada, now=NOW)
    page_staff(now=NOW + MINUTE)
    assert to(mailbox)[2:] == ["bob@example.org"]


def test_a_second_source_after_it_was_seen_is_told_from_the_first_rung(concern, mailbox, cast):
    page_staff(now=NOW)
    acknowledge(concern=concern, by=cast.ben, now=NOW)
    raised(cast, "today", at=NOW + 10 * MINUTE)
    tick(NOW + 10 * MINUTE, NOW + HOUR)
    assert Counter(to(mailbox)) == {BEN: 2, BOX: 2}


def test_whom_the_next_page_goes_to_can_be_said_before(concern, cast):
    page_staff(now=NOW)
    ahead = pages_ahead(concern, now=NOW + MINUTE)
    assert {page.recipient for page in ahead} == {BEN, BOX, BEA, ADA}
    assert ahead[-1].recipient == ADA and ahead[-1].due_at == NOW + 2 * HOUR
    close(concern=concern, by=cast.ben, closed_as="visit", what_was_done="Saw her.", now=NOW)
    concern.refresh_from_db()
    assert pages_ahead(concern, now=NOW) == []


# Who drops out, and nobody at all.


@pytest.mark.parametrize(
    "leave",
    [
        lambda user: end_membership(membership=user.memberships.get(), now=NOW),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: end_duty(duty=user.duties.get(), now=NOW),
    ],
)
def test_who_left_is_not_told_again_and_the_next_rung_is_told_at_once(
    concern, mailbox, cast, leave
):
    page_staff(now=NOW)
    leave(cast.ben)
    page_staff(now=NOW + MINUTE)
    tick(NOW + 10 * MINUTE, NOW + 70 * MINUTE)
    assert Counter(to(mailbox)) == {BEN: 1, BOX: 1, BEA: 1, ADA: 1}


def test_who_left_while_the_mail_was_down_is_not_told(concern, mailbox, cast):
    mailbox.mood = "busy"
    page_staff(now=NOW)
    end_membership(membership=cast.ben.memberships.get(), now=NOW)
    mailbox.mood = "kind"
    tick(NOW + 10 * MINUTE, NOW + 20 * MINUTE)
    assert BEN not in to(mailbox)
    assert concern.pages.get(recipient=BEN).state == "cancelled"
    assert {BEA, BOX} <= set(to(mailbox))


def test_who_comes_back_is_told_again(concern, mailbox, cast):
    mailbox.mood = "busy"
    page_staff(now=NOW)
    end_duty(duty=cast.ben.duties.get(), now=NOW)
    mailbox.mood = "kind"
    page_staff(now=NOW + 10 * MINUTE)
    put_on_duty(clinic=cast.clinic, user=cast.ben, rung="on_duty", now=NOW + 11 * MINUTE)
    page_staff(now=NOW + 12 * MINUTE)
    assert Counter(to(mailbox))[BEN] == 1


def test_one_dead_mailbox_holds_up_nobody(concern, mailbox):
    StaffPage.objects.create(
        clinic=concern.participant.clinic, concern=concern, ordinal=0, due_at=NOW,
        recipient=BEN, state="claimed", lease_token=uuid4(), lease_until=database_now() + DAY,
    )  # fmt: skip
    tick(NOW, NOW + 150 * MINUTE)
    assert Counter(to(mailbox)) == {BOX: 3, BEA: 2, ADA: 1}


def test_with_nobody_at_all_it_waits_says_so_and_goes_when_there_is_somebody(
    concern, mailbox, cast
):
    Membership.objects.update(until=NOW)
    Clinic.objects.update(concern_email="")
    page_staff(now=NOW)
    page_staff(now=NOW + 2 * MINUTE)
    [page] = pages_of(concern)
    assert (page.state, page.recipient) == ("owed", "")
    assert "nobody to be told" in page.last_error
    Clinic.objects.update(concern_email="new@example.org")
    page_staff(now=NOW + 4 * MINUTE)
    assert to(mailbox) == ["new@example.org"]
    assert sorted(states(concern)) == ["accepted", "cancelled"]
    Clinic.objects.update(concern_email="")
    page_staff(now=NOW + 2 * HOUR)
    assert concern.pages.get(recipient="", ordinal=1).state == "owed"


def test_a_clinic_whose_clock_is_broken_silences_no_other(concern, mailbox, cast):
    other = raise_concern(
        participant=cast.eva, rule="harm-now", tier="next_visit", kind="answer",
        source_id=uuid4(), happened_at=NOW, now=NOW,
    )  # fmt: skip
    set_hours(clinic=cast.other_clinic, week={2: (time(8), time(17))})
    Clinic.objects.filter(pk=cast.other_clinic.pk).update(zone="Nowhere/At_all")
    with pytest.raises(ExceptionGroup):
        page_staff(now=NOW)
    assert sorted(to(mailbox)) == [BEN, BOX]
    assert not other.pages.exists()


# One page on the wire.


def test_acknowledged_between_owing_and_sending_it_is_cancelled(concern, mailbox, cast):
    mailbox.mood = "busy"
    page_staff(now=NOW)
    acknowledge(concern=concern, by=cast.ben, now=NOW)
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=10))
    assert set(states(concern)) == {"cancelled"}
    assert mailbox.letters == []


def test_a_busy_server_is_tried_again_within_minutes(concern, mailbox, cast):
    alone(cast)
    mailbox.mood = "busy"
    for minutes in range(0, 60, 6):
        page_staff(now=NOW + timedelta(minutes=minutes))
    assert concern.pages.get().attempts.count() == 10
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=60))
    assert states(concern) == ["accepted"]


@pytest.mark.parametrize("mood", ["hangs up in the middle", "hangs up after"])
def test_one_that_may_not_have_arrived_is_told_again(concern, mailbox, cast, mood):
    alone(cast)
    mailbox.mood = mood
    page_staff(now=NOW)
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=6))
    assert states(concern) == ["unknown", "accepted"]


def test_a_refused_one_is_told_again_a_little_later(concern, mailbox, cast):
    alone(cast)
    mailbox.mood = "no such address"
    page_staff(now=NOW)
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=14))
    assert states(concern) == ["refused"]
    page_staff(now=NOW + timedelta(minutes=16))
    assert states(concern) == ["refused", "accepted"]


def test_after_a_worker_died_in_the_middle_it_is_told_again(concern, mailbox, cast):
    alone(cast)
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


def test_a_worker_that_died_before_handing_over_left_it_to_the_next(concern, mailbox, cast):
    alone(cast)
    mailbox.mood = "busy"
    page_staff(now=NOW)
    StaffPage.objects.update(
        state="claimed", lease_token=uuid4(), lease_until=Now() - timedelta(seconds=1)
    )
    mailbox.mood = "kind"
    page_staff(now=NOW + timedelta(minutes=6))
    assert states(concern) == ["accepted"] and len(mailbox.letters) == 1


# What stands in the way is said at start.


def warned() -> list[tuple[str, str]]:
    return [(one.id, one.msg) for one in each_clinic_can_answer(None, databases=["default"])]


def test_a_clinic_that_can_not_answer_is_warned_of(cast):
    assert [one for one in warned() if "Riverside" in one[1]] == []
    assert [code for code, text in warned() if "Hilltop" in text] == ["reminders.W002"]
    Membership.objects.filter(clinic=cast.clinic).update(until=NOW)
    Clinic.objects.filter(pk=cast.clinic.pk).update(concern_email="")
    codes = [code for code, text in warned() if "Riverside" in text]
    assert codes == ["reminders.W001", "reminders.W002"]


def test_a_warning_stops_nothing(cast):
    said = StringIO()
    call_command("check", databases=["default"], stderr=said)
    assert "reminders.W002" in said.getvalue()


def test_a_site_name_that_gives_her_away_is_an_error(settings):
    assert what_each_message_shows_is_neutral(None) == []
    settings.SITE_URL = "https://opioid-clinic.example.org"
    settings.PORTAL_NAME = "Recovery book"
    assert len(what_each_message_shows_is_neutral(None)) == 2
