"""Opening a course, and how its sessions open one after another."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from catalog.services import released
from kernel.errors import BadInput, Conflict, WindowClosed
from schedule.models import AnchorRevision, Occurrence
from sessions.models import AssignedSession, Course
from sessions.services import (
    content_of,
    enter_session,
    hold_course,
    hold_session,
    is_open_now,
    open_course,
    release_session,
    resume_course,
    resume_session,
)
from tests.cast import NOW, ZONE, mother
from tests.saying import later


def begin(participant, by, starts_on=None, code="more-companion", kind="curriculum", version=None):
    return open_course(
        participant=participant,
        content_version=released(kind, code, version),
        starts_on=starts_on or NOW.date(),
        by=by,
        now=NOW,
    )


def gap(second):
    return content_of(second).opens_after_days


def test_each_session_has_a_planned_day(cast, first, second):
    assert first.occurrence.day == NOW.date()
    assert second.occurrence.day == NOW.date() + timedelta(days=gap(second))
    assert second.occurrence.opens_at.astimezone(ZoneInfo(ZONE)).hour == 6
    assert second.occurrence.closes_at is None


def test_the_start_of_the_course_is_an_anchor_of_its_own(cast):
    anchor = AnchorRevision.objects.get(kind="course_start", participant=cast.ana)
    assert (anchor.subject, anchor.on) == (cast.course.public_id, NOW.date())


def test_a_second_course_beside_a_live_one_is_refused(cast):
    with pytest.raises(Conflict, match="on a course already"):
        begin(cast.ana, cast.ben)


def test_content_without_her_language_is_refused_in_words(cast):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz", language="es")
    with pytest.raises(BadInput, match="no wording in Spanish") as refused:
        begin(rosa, cast.ben, version="0.1")  # the last one in English alone
    assert refused.value.code == "language_missing"
    assert not Course.objects.filter(participant=rosa).exists()


def test_a_battery_is_no_curriculum(cast):
    with pytest.raises(BadInput, match="cannot be assigned"):
        begin(cast.eva, cast.dan, code="weekly-check-in", kind="battery")


def test_it_does_not_open_before_its_first_day(cast):
    course = begin(cast.eva, cast.dan, starts_on=later(days=3).date())
    one = course.assigned.get(ordinal=1)
    with pytest.raises(WindowClosed, match="opens tomorrow, Saturday"):
        enter_session(assigned=one, now=later(days=2))
    assert enter_session(assigned=one, now=later(days=4)).first_opened_at == later(days=4)


def test_the_second_waits_for_the_first(cast, second):
    with pytest.raises(WindowClosed, match="after the one before"):
        enter_session(assigned=second, now=later(days=60))


def test_the_second_opens_its_days_after_the_first_was_done(cast, first, second, walk):
    done = later(days=3)
    walk(first, now=done)
    second.refresh_from_db()
    assert second.occurrence.day == done.date() + timedelta(days=gap(second))
    second.course.refresh_from_db()
    assert not is_open_now(second, now=second.occurrence.opens_at - timedelta(seconds=1))
    assert is_open_now(second, now=second.occurrence.opens_at)


def test_a_session_that_is_done_can_be_read_again(cast, first, walk):
    walk(first)
    assert is_open_now(first, now=later(days=1))
    assert enter_session(assigned=first, now=later(days=1)).completed_at == NOW


def test_after_the_last_the_course_is_finished(cast, first, second, walk):
    walk(first)
    walk(second, now=later(days=30))
    cast.course.refresh_from_db()
    assert cast.course.finished_at == later(days=30)
    sessions = Occurrence.objects.filter(rule__kind="session", participant=cast.ana)
    assert not sessions.filter(done_at=None).exists()
    begin(cast.ana, cast.ben)  # and another may begin


def test_a_course_on_hold_opens_nothing_until_it_is_resumed(cast, first):
    hold_course(course=cast.course, now=NOW)
    first.refresh_from_db()
    with pytest.raises(WindowClosed, match="on hold"):
        enter_session(assigned=first, now=NOW)
    resume_course(course=cast.course)
    first = AssignedSession.objects.get(pk=first.pk)
    assert enter_session(assigned=first, now=NOW).first_opened_at == NOW


def test_one_session_can_be_held_and_resumed(cast, first):
    held = hold_session(assigned=first, now=NOW)
    assert not is_open_now(held, now=NOW)
    assert is_open_now(resume_session(assigned=held), now=NOW)


def test_a_release_opens_it_before_its_day_and_lifts_its_hold(cast, second):
    hold_session(assigned=second, now=NOW)
    open_now = release_session(assigned=second, by=cast.ben, now=NOW)
    assert is_open_now(open_now, now=NOW)
    assert (open_now.released_by, open_now.held_at) == (cast.ben, None)


def test_what_is_done_is_neither_held_nor_released(cast, first, walk):
    walk(first)
    with pytest.raises(BadInput):
        hold_session(assigned=first, now=NOW)
    with pytest.raises(BadInput):
        release_session(assigned=first, by=cast.ben, now=NOW)


@pytest.mark.parametrize("held", [None, NOW])
@pytest.mark.parametrize("course_held", [None, NOW])
@pytest.mark.parametrize("released_at", [None, NOW])
@pytest.mark.parametrize("first_done", [None, NOW])
@pytest.mark.parametrize("day", [-1, 0, 1])
def test_the_list_and_the_rule_agree(
    cast, first, second, held, course_held, released_at, first_done, day
):
    AssignedSession.objects.filter(pk=first.pk).update(completed_at=first_done)
    Occurrence.objects.filter(pk=second.occurrence_id).update(opens_at=later(days=day))
    AssignedSession.objects.filter(pk=second.pk).update(held_at=held, released_at=released_at)
    Course.objects.filter(pk=cast.course.pk).update(held_at=course_held)
    fresh = AssignedSession.objects.get(pk=second.pk)
    listed = AssignedSession.objects.open(now=NOW).filter(pk=second.pk).exists()
    assert listed == is_open_now(fresh, now=NOW)
