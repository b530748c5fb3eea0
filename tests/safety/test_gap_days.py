from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.tolerance import MEDICINES, Period, days_without, gap_days

TODAY = date(2026, 11, 18)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def on(since: int, until: int | None = None, medication: str = "methadone") -> Period:
    return Period(medication, "on", day(since), None if until is None else day(until))


def off(
    since: int, until: int | None = None, state: str = "paused", medication: str = "methadone"
) -> Period:
    return Period(medication, state, day(since), None if until is None else day(until))


@pytest.mark.parametrize(
    ("periods", "gap"),
    [
        ([], None),
        ([on(300)], None),
        ([on(300, 4), off(3)], 4),
        ([on(300, 5), off(4, 1), on(0)], 4),
        ([on(300, 30), off(29, 14), on(13)], 16),
        ([on(300, 30), off(29, 15), on(14)], None),
        ([on(300, 10), off(9, 6), off(5, state="stopped")], 10),
        ([on(300, 10), off(9, 8), on(7, 4), off(3)], 4),
        ([off(9, state="stopped", medication="unknown")], None),
        ([Period("none", "on", day(90))], None),
        ([on(300, 20), off(19, 10, "stopped"), Period("none", "on", day(9))], 10),
        ([on(300, 0), off(-1)], None),
        ([on(300, 5, "buprenorphine"), off(4, medication="buprenorphine"), on(1)], 3),
        ([on(300, 1, "naltrexone"), off(0, medication="naltrexone")], 1),
    ],
)
def test_gap_days(periods, gap):
    assert gap_days(periods, TODAY) == gap


@st.composite
def histories(draw) -> list[Period]:
    periods, ago = [], draw(st.integers(1, 60))
    for _ in range(draw(st.integers(1, 6))):
        length = draw(st.integers(1, 12))
        last = ago - length + 1
        medication = draw(st.sampled_from([*MEDICINES, "none", "unknown"]))
        state = draw(st.sampled_from(["on", "paused", "stopped"]))
        open_ended = draw(st.booleans())
        until = None if open_ended else day(last)
        periods.append(Period(medication, state, day(ago), until))
        if open_ended or last <= -5:
            return periods
        ago = last - draw(st.integers(1, 4))
    return periods


def by_counting(periods: list[Period]) -> int | None:
    """The same, a day at a time."""
    without = set()
    for ago in range(80):
        held = [p for p in periods if p.since <= day(ago) and (p.until or TODAY) >= day(ago)]
        if held and all(p.medication in MEDICINES and p.state != "on" for p in held):
            without.add(ago)
    recent = [ago for ago in range(15) if ago in without]
    if not recent:
        return None
    first = recent[0]
    while first in without:
        first += 1
    return first - recent[0]


@given(histories())
def test_gap_days_are_the_days_counted_one_by_one(periods):
    assert gap_days(periods, TODAY) == by_counting(periods)


@given(histories())
def test_taking_it_is_never_a_gap(periods):
    taken = [Period(p.medication, "on", p.since, p.until) for p in periods]
    assert gap_days(taken, TODAY) is None


@given(st.integers(1, 365), st.booleans())
def test_days_told_are_days_counted(days, again):
    since, until = days_without(days, again=again, today=TODAY)
    after = [on(0)] if again else []
    assert gap_days([Period("methadone", "paused", since, until), *after], TODAY) == days
