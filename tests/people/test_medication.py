from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import BadInput, Conflict
from people.models import MedicationStatus
from people.services import (
    medication_of,
    record_medication,
    report_missed_days,
    take_back_medication,
)
from tests.cast import NOW

TODAY = date(2026, 11, 18)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def standing(cast) -> list[tuple]:
    """Her periods, the first one first: medication, state, first and last day."""
    rows = MedicationStatus.objects.filter(participant=cast.ana).standing().reverse()
    return [(row.medication, row.state, row.since, row.until) for row in rows]


def tell(cast, state="on", since=0, until=None, *, medication="methadone", at=0, by=None):
    """A report, `at` minutes after noon."""
    return record_medication(
        participant=cast.ana,
        medication=medication,
        state=state,
        since=ago(since),
        until=None if until is None else ago(until),
        by=by,
        now=NOW + timedelta(minutes=at),
    )


def missed(cast, since, until=None, *, at=0):
    return report_missed_days(
        participant=cast.ana,
        since=ago(since),
        until=None if until is None else ago(until),
        by=None,
        now=NOW + timedelta(minutes=at),
    )


@pytest.fixture
def told(cast):
    """Methadone since the spring, told a month ago."""
    tell(cast, since=200, at=-30 * 24 * 60, by=cast.ben)
    return cast


def test_a_new_report_closes_the_open_one_the_day_before(told):
    tell(told, since=3, medication="buprenorphine", by=told.ben)
    assert standing(told) == [
        ("methadone", "on", ago(200), ago(4)),
        ("buprenorphine", "on", ago(3), None),
    ]


def test_who_said_so_is_kept(told):
    before, after = told.ben, tell(told, "stopped", 2)
    first = MedicationStatus.objects.get(state="on")
    assert (first.recorded_by, first.by_her) == (before, False)
    assert (after.recorded_by, after.by_her) == (None, True)


def test_days_without_are_a_pause_and_then_it_goes_on(told):
    missed(told, 4, 2)
    assert standing(told) == [
        ("methadone", "on", ago(200), ago(5)),
        ("methadone", "paused", ago(4), ago(2)),
        ("methadone", "on", ago(1), None),
    ]


def test_days_without_that_go_on_have_no_end(told):
    missed(told, 2)
    assert standing(told)[-1] == ("methadone", "paused", ago(2), None)


def test_without_today_nobody_knows_about_tomorrow(told):
    missed(told, 2, 0)
    assert standing(told)[-1] == ("methadone", "paused", ago(2), None)


def test_the_same_words_again_are_the_same_period(told):
    first = missed(told, 4, 2)
    assert missed(told, 4, 2, at=1) == first
    assert MedicationStatus.objects.count() == 3


def test_still_taking_it_is_nothing_new(told):
    assert tell(told, since=0) == MedicationStatus.objects.get()
    assert MedicationStatus.objects.get().until is None


def test_a_correction_on_the_same_day_does_not_pile_up(told):
    missed(told, 4, 2)
    missed(told, 2, 1, at=5)
    assert standing(told) == [
        ("methadone", "on", ago(200), ago(3)),
        ("methadone", "paused", ago(2), ago(1)),
        ("methadone", "on", ago(0), None),
    ]
    assert MedicationStatus.objects.exclude(undone_at=None).count() == 2


def test_stopped_by_mistake_and_put_right_at_once(told):
    tell(told, "stopped")
    tell(told, at=1)
    assert [row[1] for row in standing(told)] == ["on", "on"]
    assert MedicationStatus.objects.get(state="stopped").undone_at is not None


def test_days_told_twice_count_once(told):
    missed(told, 8, 6, at=-4 * 24 * 60)
    missed(told, 7, 2)
    assert standing(told) == [
        ("methadone", "on", ago(200), ago(9)),
        ("methadone", "paused", ago(8), ago(8)),
        ("methadone", "paused", ago(7), ago(2)),
        ("methadone", "on", ago(1), None),
    ]


def test_days_of_the_past_leave_what_came_after(told):
    tell(told, since=10, medication="buprenorphine", by=told.ben, at=-60 * 24)
    tell(told, "paused", 20, 18, by=told.ben)
    assert standing(told) == [
        ("methadone", "on", ago(200), ago(21)),
        ("methadone", "paused", ago(20), ago(18)),
        ("methadone", "on", ago(17), ago(11)),
        ("buprenorphine", "on", ago(10), None),
    ]


def test_she_can_tell_of_days_without_when_nobody_knows_her_medicine(cast):
    missed(cast, 3, 1)
    assert [row[:2] for row in standing(cast)] == [("unknown", "paused"), ("unknown", "on")]


@pytest.mark.parametrize(
    ("report", "field"),
    [
        ({"since": -1}, "since"),
        ({"since": 3, "until": -1}, "until"),
        ({"since": 3, "until": 4}, "until"),
        ({"since": 30000}, "since"),
        ({"medication": "aspirin"}, "medication"),
        ({"state": "off"}, "state"),
        ({"medication": "none", "state": "paused"}, "state"),
        ({"state": "stopped", "since": 250}, "since"),
    ],
)
def test_what_cannot_be_says_what_to_change(told, report, field):
    with pytest.raises(BadInput) as refused:
        tell(told, **report)
    assert refused.value.field == field
    assert standing(told) == [("methadone", "on", ago(200), None)]


def test_a_change_before_one_of_another_day_names_that_day(told):
    tell(told, since=5, medication="buprenorphine", at=-60 * 24)
    with pytest.raises(BadInput, match=ago(5).isoformat()):
        tell(told, "stopped", 8)


def test_tomorrow_is_counted_where_she_lives(cast):
    with pytest.raises(BadInput):
        record_medication(
            participant=cast.ana, medication="methadone", state="on",
            since=TODAY + timedelta(days=1), by=None, now=NOW + timedelta(hours=11),
        )  # fmt: skip


def test_a_slip_of_another_day_can_be_taken_back(told):
    before = standing(told)
    period = missed(told, 9, 7, at=-3 * 24 * 60)
    take_back_medication(period=period, now=NOW)
    assert standing(told) == before
    with pytest.raises(Conflict):
        take_back_medication(period=period, now=NOW)


def test_only_the_last_report_can_be_taken_back(told):
    period = missed(told, 9, 7, at=-3 * 24 * 60)
    tell(told, "stopped", 1, by=told.ben)
    with pytest.raises(Conflict):
        take_back_medication(period=period, now=NOW)


@pytest.mark.parametrize(("first", "then"), [(4, 3), (3, 4)])
def test_a_correction_taken_back_leaves_what_it_corrected_as_it_was(told, first, then):
    missed(told, first, 2)
    before = standing(told)
    take_back_medication(period=missed(told, then, 2, at=1), now=NOW + timedelta(minutes=2))
    assert standing(told) == before
    in_order(standing(told))


def test_as_the_applications_role(told, app_role):
    missed(told, 4, 2)
    period = missed(told, 3, 2, at=1)
    take_back_medication(period=period, now=NOW + timedelta(minutes=2))
    period.refresh_from_db()
    assert period.undone_at == NOW + timedelta(minutes=2)
    in_order(standing(told))


reports = st.tuples(
    st.sampled_from(["methadone", "buprenorphine", "none"]),
    st.sampled_from(["on", "paused", "paused", "stopped"]),
    st.integers(0, 30),
    st.none() | st.integers(0, 10),
    st.integers(0, 3),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(reports, min_size=1, max_size=7))
def test_whatever_is_told_periods_never_overlap_and_taking_back_is_exact(cast, history):
    with transaction.atomic():
        minute = -60 * 24 * 30
        for medication, state, since, length, days_later in history:
            minute += days_later * 24 * 60 + 1
            today = (NOW + timedelta(minutes=minute)).date()
            first = today - timedelta(days=since)
            last = None if length is None else min(first + timedelta(days=length), today)
            now, before = NOW + timedelta(minutes=minute), standing(cast)
            rows = set(MedicationStatus.objects.values_list("pk", "undone_at", "until"))
            try:
                period = record_medication(
                    participant=cast.ana, medication=medication, state=state,
                    since=first, until=last, by=None, now=now,
                )  # fmt: skip
            except BadInput:
                assert standing(cast) == before
                continue
            in_order(standing(cast))
            assert period.undone_at is None
            taken_back_today = days_later == 0
            if period.recorded_at == now and not taken_back_today:
                with transaction.atomic():
                    take_back_medication(period=period, now=now + timedelta(seconds=1))
                    assert standing(cast) == before
                    kept = set(MedicationStatus.objects.values_list("pk", "undone_at", "until"))
                    assert rows <= kept
                    transaction.set_rollback(True)
        assert medication_of(cast.ana) is None or standing(cast)
        transaction.set_rollback(True)


def in_order(periods: list[tuple]) -> None:
    """No two hold the same day, and only the last may be without an end."""
    for (*_, until), (_m, _s, since, _u) in pairwise(periods):
        assert until is not None and until < since
