"""What gets into the ledger, and how it follows what moves."""

from datetime import time, timedelta

import pytest

from kernel.clock import at_local
from people.services import revoke_consent, set_details
from reminders.models import Reminder
from reminders.services import plan_reminders, set_preference
from schedule.services import mark_done, move_occurrence
from schedule.windows import Rhythm, window
from sessions.models import Course
from tests.cast import NOW, ZONE, start
from tests.reminders.conftest import EVENING, TEN, expect

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(cast):
    """Ana is due something at TEN and agreed long ago; nothing is planned yet."""
    cast.ana.consents.update(given_at=NOW - timedelta(days=3))
    return expect(cast)


def test_it_is_planned_two_days_ahead_and_once(ready):
    assert plan_reminders(now=TEN - timedelta(hours=49)) == 0
    assert plan_reminders(now=TEN - timedelta(hours=47)) == 1
    assert plan_reminders(now=TEN) == 0
    planned = Reminder.objects.get()
    assert (planned.due_at, planned.stale_at) == (TEN, TEN + timedelta(hours=12))
    assert planned.state == "owed"


def test_what_is_past_but_not_stale_is_planned(ready):
    assert plan_reminders(now=TEN + timedelta(hours=11)) == 1


@pytest.mark.parametrize("late", [timedelta(hours=12), timedelta(days=5), timedelta(days=300)])
def test_what_is_stale_is_not_planned(ready, late):
    assert plan_reminders(now=TEN + late) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda c, o: mark_done(occurrence=o, at=EVENING),
        lambda c, o: type(c.ana).objects.update(status="withdrawn"),
        lambda c, o: revoke_consent(participant=c.ana, purpose="reminders", now=EVENING),
        lambda c, o: revoke_consent(participant=c.ana, purpose="care", now=EVENING),
        lambda c, o: set_preference(participant=c.ana, paused=True, now=EVENING),
        lambda c, o: set_details(
            participant=c.ana, name="Ana Reyes", email="", phone="", zone=c.ana.zone
        ),
    ],
)
def test_who_must_not_be_told_is_not_planned_for(ready, cast, change):
    change(cast, ready)
    assert plan_reminders(now=EVENING) == 0


def test_quiet_hours_move_it_to_their_end(cast):
    cast.ana.consents.update(given_at=NOW - timedelta(days=3))
    expect(cast, remind_at=time(7))
    plan_reminders(now=EVENING)
    assert Reminder.objects.get().due_at == at_local(NOW.date(), time(8), ZONE)


def test_an_occurrence_that_moves_takes_its_reminder_along(ready):
    plan_reminders(now=EVENING)
    rhythm = Rhythm(0, 1, 1, time(6), time(10), 6)
    for days in (1, -1):
        move_occurrence(
            occurrence=ready, to=window(rhythm, 1, NOW.date() + timedelta(days=days), ZONE)
        )
        assert plan_reminders(now=EVENING) == 0
        assert Reminder.objects.get().due_at == TEN + timedelta(days=days)


def test_a_wait_after_a_failed_try_is_not_forgotten(ready):
    plan_reminders(now=EVENING)
    Reminder.objects.update(due_at=TEN + timedelta(minutes=4))
    plan_reminders(now=TEN)
    assert Reminder.objects.get().due_at == TEN + timedelta(minutes=4)


def planned_kinds() -> list[str]:
    return sorted(Reminder.objects.values_list("occurrence__rule__kind", flat=True))


def test_a_session_is_told_of_when_its_turn_has_come(cast):
    first, second = start(cast).assigned.order_by("ordinal")
    plan_reminders(now=NOW)
    assert planned_kinds() == ["check_in", "session"]
    assert Reminder.objects.filter(occurrence=first.occurrence).exists()
    day = second.occurrence.opens_at
    plan_reminders(now=day)
    assert not Reminder.objects.filter(occurrence=second.occurrence).exists()
    first.completed_at = NOW
    first.save()
    plan_reminders(now=day)
    assert Reminder.objects.filter(occurrence=second.occurrence).exists()


def test_a_session_that_staff_opened_early_is_told_of(cast):
    _, second = start(cast).assigned.order_by("ordinal")
    second.released_at = NOW
    second.save()
    plan_reminders(now=second.occurrence.opens_at)
    assert Reminder.objects.filter(occurrence=second.occurrence).exists()


def test_on_hold_nothing_is_told(cast):
    start(cast)
    Course.objects.update(held_at=NOW)
    assert plan_reminders(now=NOW) == 0


def test_a_held_session_is_not_told_of(cast):
    course = start(cast)
    course.assigned.update(held_at=NOW)
    plan_reminders(now=NOW)
    assert planned_kinds() == ["check_in"]
