"""When a clinic looks: plain values, with the clocks changing in the middle."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.hours import Hours, next_day

NEW_YORK = "America/New_York"
WORK = dict.fromkeys(range(5), (time(8), time(17)))
CLINIC = Hours(NEW_YORK, WORK)
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)  # Sundays on which New York's clocks change

minutes = st.integers(0, 23 * 60 + 59).map(lambda n: time(n // 60, n % 60))
spans = st.tuples(minutes, minutes).filter(lambda span: span[0] < span[1])
zones = st.sampled_from([NEW_YORK, "Europe/Madrid", "Australia/Lord_Howe", "UTC"])
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
clinics = st.builds(
    Hours,
    zone=zones,
    week=st.dictionaries(st.integers(0, 6), spans, min_size=1),
    closed=st.frozensets(days, max_size=20),
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@given(clinics, instants)
def test_the_next_opening_is_open_and_nothing_before_it_is(clinic, at):
    opens = clinic.next_open(at)
    assert opens >= at and clinic.is_open(opens)
    assert clinic.open_minutes(at, opens) == 0
    assert (opens == at) == clinic.is_open(at)


@given(clinics, instants, st.integers(1, 3000))
def test_open_minutes_that_were_added_have_gone_by_and_no_more(clinic, start, many):
    end = clinic.add_open_minutes(start, many)
    if end is None:  # A week with one minute in it takes years.
        assert clinic.open_minutes(start, start + timedelta(days=399)) < many
        return
    assert clinic.open_minutes(start, end) == pytest.approx(many)
    assert clinic.open_minutes(start, end - timedelta(seconds=1)) < many


@given(clinics, instants, st.integers(0, 9000), st.integers(0, 9000))
def test_open_time_adds_up(clinic, a, first, second):
    b, c = a + timedelta(minutes=first), a + timedelta(minutes=first + second)
    assert clinic.open_minutes(a, c) == pytest.approx(
        clinic.open_minutes(a, b) + clinic.open_minutes(b, c)
    )


@given(clinics, instants)
def test_a_span_ends_when_it_says(clinic, at):
    closes = clinic.closes_at(at)
    if closes is not None:
        assert clinic.is_open(closes - timedelta(seconds=1))
        assert clinic.open_minutes(at, closes) == (closes - at) / timedelta(minutes=1)


@given(clinics, instants)
def test_on_a_closed_day_nobody_looks(clinic, at):
    day = (clinic.next_open(at)).astimezone(ZoneInfo(clinic.zone)).date()
    assert day not in clinic.closed


@given(st.dictionaries(st.integers(0, 6), spans, min_size=1), instants)
def test_where_clocks_never_change_it_is_the_wall_clock(week, at):
    span = week.get(at.weekday())
    end = time(23, 59, 59, 999999) if span and span[1] >= time(23, 59) else span and span[1]
    expected = bool(span) and (
        span[0] <= at.time() and (at.time() < end or end == time(23, 59, 59, 999999))
    )
    assert Hours("UTC", week).is_open(at) == expected


@given(instants)
def test_no_hours_at_all_are_none(at):
    nobody = Hours(NEW_YORK)
    assert nobody.next_open(at) is None
    assert nobody.add_open_minutes(at, 1) is None
    assert not nobody.is_open(at)
    assert nobody.open_minutes(at, at + timedelta(days=30)) == 0


def test_it_opens_on_the_minute_and_is_closed_on_the_minute():
    wednesday = utc(2026, 11, 18, 13, 0)  # eight in the morning in New York
    assert CLINIC.is_open(wednesday)
    assert not CLINIC.is_open(wednesday - timedelta(seconds=1))
    assert not CLINIC.is_open(utc(2026, 11, 18, 22, 0))


def test_a_friday_evening_waits_for_monday():
    friday = utc(2026, 11, 20, 23, 0)
    assert CLINIC.next_open(friday) == utc(2026, 11, 23, 13, 0)
    assert CLINIC.add_open_minutes(friday, 60) == utc(2026, 11, 23, 14, 0)
    assert CLINIC.add_open_minutes(friday, 10 * 60) == utc(2026, 11, 24, 14, 0)


def test_closed_days_are_passed_over():
    closed = Hours(NEW_YORK, WORK, frozenset({date(2026, 11, 26), date(2026, 11, 27)}))
    assert closed.next_open(utc(2026, 11, 26, 15, 0)) == utc(2026, 11, 30, 13, 0)


def test_the_wall_clock_of_opening_holds_over_a_weekend_in_which_clocks_change():
    friday_before = utc(2026, 10, 30, 22, 0)  # eighteen in New York, summer time
    assert CLINIC.next_open(friday_before) == utc(2026, 11, 2, 13, 0)
    assert CLINIC.next_open(utc(2026, 3, 6, 23, 0)) == utc(2026, 3, 9, 12, 0)


@pytest.mark.parametrize(
    ("span", "day", "hours"),
    [
        ((time(0), time(8)), SPRING, 7),
        ((time(0), time(8)), AUTUMN, 9),
        ((time(8), time(17)), SPRING, 9),
        ((time(0), time(23, 59)), SPRING, 23),
        ((time(0), time(23, 59)), AUTUMN, 25),
        # 2:30 does not exist: it opens at 3:30.
        ((time(2, 30), time(8)), SPRING, 4.5),
        # From a leapt-over opening to a closing right after it: not open at all.
        ((time(2, 30), time(3)), SPRING, 0),
        # 1:30 comes twice: it closes at the first.
        ((time(0), time(1, 30)), AUTUMN, 1.5),
        ((time(1, 30), time(8)), AUTUMN, 7.5),
    ],
)
def test_a_clock_change_inside_a_span(span, day, hours):
    clinic = Hours(NEW_YORK, {6: span})
    midnight = next_day(utc(day.year, day.month, day.day, 12) - timedelta(days=1), NEW_YORK)
    assert clinic.open_minutes(midnight, midnight + timedelta(hours=26)) == hours * 60


def test_one_who_never_closes_is_open_at_midnight():
    always = Hours(NEW_YORK, dict.fromkeys(range(7), (time(0), time(23, 59))))
    at = utc(2026, 10, 30, 3, 59)
    for n in range(0, 5 * 24 * 60, 7):
        assert always.is_open(at + timedelta(minutes=n, seconds=59))
    assert always.open_minutes(at, at + timedelta(days=5)) == 5 * 24 * 60
