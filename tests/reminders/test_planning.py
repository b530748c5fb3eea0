"""When she may be written to: plain values, every zone, both sides of a clock change."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kernel.clock import at_local, zone_of
from reminders.planning import (
    HAND_OVER,
    NO_CONSENT,
    ONLY_QUIET,
    PAUSED,
    STALE_AFTER,
    TOO_LATE,
    Act,
    Due,
    Facts,
    QuietHours,
    back_off,
    decide,
    due,
    is_quiet,
    out_of_quiet,
)

NEW_YORK = "America/New_York"
NIGHT = QuietHours(time(21), time(8))
NOON = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
SENDABLE = Facts(
    done=False,
    expected=True,
    active=True,
    consented=True,
    paused=False,
    addressable=True,
    open=True,
    due=Due(NOON, NOON + STALE_AFTER),
)

zones = st.sampled_from(sorted(zoneinfo.available_timezones()))
instants = st.datetimes(datetime(1995, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))
hours = st.builds(QuietHours, clocks, clocks)


@given(instants, zones, hours)
@example(datetime(2026, 11, 1, 5, 45, tzinfo=UTC), NEW_YORK, QuietHours(time(1), time(1, 30)))
@example(datetime(2026, 3, 8, 6, 30, tzinfo=UTC), NEW_YORK, QuietHours(time(1), time(2, 30)))
@example(datetime(2011, 12, 30, 9, 0, tzinfo=UTC), "Pacific/Apia", NIGHT)
def test_nothing_is_due_in_her_quiet_hours(at, zone, quiet):
    moved = out_of_quiet(at, zone=zone, quiet=quiet)
    assert not is_quiet(moved, zone=zone, quiet=quiet)
    assert at <= moved <= at + timedelta(hours=26)


@given(instants, zones, hours)
def test_a_time_outside_quiet_hours_stays(at, zone, quiet):
    assume(not is_quiet(at, zone=zone, quiet=quiet))
    assert out_of_quiet(at, zone=zone, quiet=quiet) == at


@given(instants, zones, hours, st.integers(0, 72))
def test_what_is_sent_is_neither_early_nor_stale_nor_in_quiet_hours(at, zone, quiet, wait):
    now = at + timedelta(hours=wait)
    planned = due(remind_at=at, closes_at=at + timedelta(days=2), zone=zone, quiet=quiet)
    facts = Facts(**(vars(SENDABLE) | {"due": planned}))
    verdict = decide(facts, now=now, zone=zone, quiet=quiet)
    if verdict.act is Act.SEND:
        assert planned.at <= now < planned.stale_at
        assert not is_quiet(now, zone=zone, quiet=quiet)
        assert not is_quiet(now + HAND_OVER, zone=zone, quiet=quiet)
    if verdict.act is Act.LATER:
        assert now < verdict.until <= planned.stale_at


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (datetime(2026, 3, 7), 15),
        (datetime(2026, 3, 8), 14),
        (datetime(2026, 10, 31), 14),
        (datetime(2026, 11, 1), 15),
    ],
)
def test_ten_in_the_morning_stays_ten_when_the_clocks_change(day, utc_hour):
    remind_at = at_local(day.date(), time(10), NEW_YORK)
    planned = due(remind_at=remind_at, closes_at=None, zone=NEW_YORK, quiet=NIGHT)
    assert planned.at == day.replace(hour=utc_hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (datetime(2026, 3, 8, 3, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=UTC)),
        (datetime(2026, 11, 1, 3, tzinfo=UTC), datetime(2026, 11, 1, 13, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_at_eight_on_the_wall_when_the_clocks_change(evening, morning):
    assert out_of_quiet(evening, zone=NEW_YORK, quiet=NIGHT) == morning


def test_an_end_that_the_clocks_skip_is_the_next_time_there_is():
    quiet = QuietHours(time(1), time(2, 30))
    at = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # 01:30, half an hour before the gap
    assert out_of_quiet(at, zone=NEW_YORK, quiet=quiet) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_quiet_twice():
    quiet = QuietHours(time(1), time(1, 30))
    second = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)  # 01:10 for the second time
    assert out_of_quiet(second, zone=NEW_YORK, quiet=quiet) == second + timedelta(minutes=20)


def test_equal_hours_are_no_quiet_hours():
    assert not QuietHours(time(9), time(9)).cover(time(9))


def test_it_is_stale_when_the_window_closes_or_after_twelve_hours():
    closes = NOON + timedelta(hours=3)
    short = due(remind_at=NOON, closes_at=closes, zone=NEW_YORK, quiet=NIGHT)
    long = due(remind_at=NOON, closes_at=NOON + timedelta(days=6), zone=NEW_YORK, quiet=NIGHT)
    assert (short.stale_at, long.stale_at) == (closes, NOON + timedelta(hours=12))


def test_a_window_wholly_in_quiet_hours_is_never_told_of():
    late = datetime(2026, 11, 19, 3, tzinfo=UTC)
    assert (
        due(remind_at=late, closes_at=late + timedelta(hours=2), zone=NEW_YORK, quiet=NIGHT) is None
    )


@pytest.mark.parametrize(
    ("change", "act", "reason"),
    [
        ({}, Act.SEND, ""),
        ({"consented": False}, Act.CANCEL, NO_CONSENT),
        ({"paused": True}, Act.CANCEL, PAUSED),
        ({"due": None}, Act.EXPIRE, ONLY_QUIET),
        ({"due": Due(NOON - STALE_AFTER, NOON)}, Act.EXPIRE, TOO_LATE),
        ({"due": Due(NOON + HAND_OVER, NOON + STALE_AFTER)}, Act.LATER, ""),
        ({"open": False}, Act.LATER, ""),
    ],
)
def test_what_becomes_of_a_message(change, act, reason):
    verdict = decide(Facts(**(vars(SENDABLE) | change)), now=NOON, zone=NEW_YORK, quiet=NIGHT)
    assert (verdict.act, verdict.reason) == (act, reason)


@pytest.mark.parametrize(
    "name", ["done", "expected", "active", "consented", "paused", "addressable"]
)
def test_what_she_did_stands_above_the_clock(name):
    facts = Facts(**(vars(SENDABLE) | {"due": None, name: not getattr(SENDABLE, name)}))
    assert decide(facts, now=NOON, zone=NEW_YORK, quiet=NIGHT).act is Act.CANCEL


def test_just_before_quiet_hours_it_waits_for_the_morning():
    last = datetime(2026, 11, 19, 1, 59, 30, tzinfo=UTC)  # 20:59:30 in New York
    facts = Facts(**(vars(SENDABLE) | {"due": Due(last, last + STALE_AFTER)}))
    verdict = decide(facts, now=last, zone=NEW_YORK, quiet=NIGHT)
    assert verdict.until == datetime(2026, 11, 19, 13, 0, tzinfo=UTC)


@given(st.integers(0, 1000))
def test_the_wait_grows_and_ends_at_half_an_hour(tries):
    assert timedelta(minutes=1) <= back_off(tries) <= back_off(tries + 1) <= timedelta(minutes=30)


remembered = st.sets(st.dates(date(2026, 10, 20), date(2026, 12, 10)), max_size=4).map(frozenset)


@given(st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)), remembered)
def test_nothing_is_due_on_a_quiet_day_or_in_a_quiet_hour(naive, days):
    at = naive.replace(tzinfo=UTC)
    quiet = QuietHours(time(21), time(8), days)
    planned = due(remind_at=at, closes_at=None, zone=NEW_YORK, quiet=quiet)
    assert planned.at >= at
    assert not is_quiet(planned.at, zone=NEW_YORK, quiet=quiet)
    assert planned.at.astimezone(zone_of(NEW_YORK)).date() not in days


def test_on_a_quiet_day_it_waits_for_the_same_hour_of_the_next():
    quiet = QuietHours(time(21), time(8), frozenset({date(2026, 11, 18)}))
    planned = due(remind_at=NOON, closes_at=None, zone=NEW_YORK, quiet=quiet)
    assert planned.at == NOON + timedelta(days=1)
    closing = due(remind_at=NOON, closes_at=NOON + timedelta(hours=20), zone=NEW_YORK, quiet=quiet)
    assert closing is None


def test_a_day_that_became_quiet_lets_what_was_due_before_it_expire():
    quiet = QuietHours(time(0), time(0), frozenset({date(2026, 11, 19)}))
    late = Due(NOON + timedelta(hours=8), NOON + timedelta(hours=20))  # eight in the evening
    facts = Facts(**(vars(SENDABLE) | {"due": late}))
    asked = decide(facts, now=NOON + timedelta(hours=14), zone=NEW_YORK, quiet=quiet)
    assert (asked.act, asked.reason) == (Act.EXPIRE, ONLY_QUIET)
