"""Momentary prompts: gaps kept, inside her hours, the same for the same seed, capped."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import at_local
from schedule.momentary import awake, moments
from schedule.windows import Rhythm, corrected, window, windows

# Clocks change in both halves of the world, in one by half an hour, and in one never.
ZONES = ("America/New_York", "America/Santiago", "Australia/Lord_Howe", "Europe/Madrid",
         "Africa/Cairo", "Asia/Kathmandu")  # fmt: skip
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
MINUTE = timedelta(minutes=1)


@st.composite
def rhythms(draw):
    """One that content may say: the prompts fit into an ordinary day."""
    prompts = draw(st.integers(1, 2))
    first = draw(st.integers(0, 20 * 60))
    last = draw(st.integers(first + 1, 24 * 60 - 1))
    gap = draw(st.integers(1, last - first))
    return Rhythm(
        first_day=draw(st.integers(0, 9)), every_days=1, times=draw(st.integers(1, 14)),
        opens_at=time(6), remind_at=time(10), open_days=1, prompts_a_day=prompts,
        between_from=time(first // 60, first % 60), between_until=time(last // 60, last % 60),
        min_gap_minutes=gap, stays_open_minutes=60, seed=draw(st.integers(0, 2**60)),
    )  # fmt: skip


def shown(made):
    """Without moments for which a day had no room."""
    return [one for one in made if one.remind_at]


@given(rhythms(), DAYS, st.sampled_from(ZONES))
def test_every_moment_lies_inside_her_hours(rhythm, anchor, zone):
    for one in shown(windows(rhythm, anchor, zone)):
        begins = at_local(one.day, rhythm.between_from, zone)
        assert begins <= one.opens_at <= at_local(one.day, rhythm.between_until, zone)


@given(rhythms(), DAYS, st.sampled_from(ZONES))
def test_minutes_that_really_pass_lie_between_two_moments(rhythm, anchor, zone):
    made = shown(windows(rhythm, anchor, zone))
    for one, other in pairwise(made):
        if one.day == other.day:
            assert other.opens_at - one.opens_at >= rhythm.min_gap_minutes * MINUTE


@given(rhythms(), DAYS, st.sampled_from(ZONES))
def test_two_are_never_open_at_once_in_a_day_and_each_closes(rhythm, anchor, zone):
    made = shown(windows(rhythm, anchor, zone))
    assert all(one.opens_at < one.closes_at <= one.opens_at + 60 * MINUTE for one in made)
    for one, other in pairwise(made):
        assert one.day != other.day or one.closes_at <= other.opens_at


@given(rhythms(), DAYS, st.sampled_from(ZONES))
def test_ordinals_go_on_over_the_days_and_each_is_found_again_by_its_number(rhythm, anchor, zone):
    made = windows(rhythm, anchor, zone)
    assert [one.ordinal for one in made] == list(range(1, rhythm.times * rhythm.prompts_a_day + 1))
    for one in made:
        assert (one.ordinal - 1) // rhythm.prompts_a_day == (
            one.day - anchor - timedelta(days=rhythm.first_day)
        ).days
        assert window(rhythm, one.ordinal, one.day, zone) == one


@given(rhythms(), DAYS, st.sampled_from(ZONES))
def test_the_same_seed_gives_the_same_moments(rhythm, anchor, zone):
    assert windows(rhythm, anchor, zone) == windows(rhythm, anchor, zone)


def test_another_process_draws_the_same_and_another_seed_others():
    begins = datetime(2026, 11, 18, 14, tzinfo=UTC)
    day = {"day_number": 3, "begins": begins, "ends": begins + 660 * MINUTE}
    asked = day | {"prompts": 2, "gap": 120}
    here = moments(seed=7, **asked)
    code = (
        "from datetime import *; from schedule.momentary import moments;"
        "b = datetime(2026, 11, 18, 14, tzinfo=UTC);"
        "print([one.isoformat() for one in moments(seed=7, day_number=3, begins=b,"
        " ends=b + timedelta(minutes=660), prompts=2, gap=120)])"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert there.strip() == str([one.isoformat() for one in here])
    assert here == [begins + 152 * MINUTE, begins + 396 * MINUTE]
    assert here != moments(seed=8, **asked)
    assert here != moments(seed=7, **(asked | {"day_number": 4}))


def test_an_hour_that_is_missing_leaves_room_for_fewer():
    rhythm = Rhythm(0, 1, 1, time(6), time(10), 1, 2, time(1, 30), time(3, 30), 90, 60, 5)
    spring = windows(rhythm, date(2026, 3, 8), "America/New_York")
    assert [one.remind_at is None for one in spring] == [False, True]
    assert spring[1].opens_at == spring[1].closes_at
    assert len(shown(windows(rhythm, date(2026, 3, 9), "America/New_York"))) == 2


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/New_York", date(2026, 11, 1)), ("America/Santiago", date(2026, 4, 5)),
     ("Europe/Madrid", date(2027, 3, 28)), ("Australia/Lord_Howe", date(2026, 10, 4))],
)  # fmt: skip
def test_on_the_day_the_clocks_change_they_are_in_her_hours_on_her_clock(zone, day):
    rhythm = Rhythm(0, 1, 1, time(6), time(10), 1, 2, time(9), time(20), 120, 60, 11)
    for one in windows(rhythm, day, zone):
        assert time(9) <= one.opens_at.astimezone(ZoneInfo(zone)).time() <= time(20)


NINE_TO_EIGHT = (time(9), time(20))


@pytest.mark.parametrize(
    ("quiet", "left"),
    [
        ((time(21), time(8)), NINE_TO_EIGHT),
        ((time(0), time(0)), NINE_TO_EIGHT),
        ((time(18), time(10)), (time(10), time(17, 59))),
        ((time(12), time(13)), (time(13), time(20))),
        ((time(8), time(21)), None),
        ((time(19), time(18, 30)), (time(18, 30), time(18, 59))),
    ],
)
def test_her_quiet_hours_are_cut_out(quiet, left):
    assert awake(NINE_TO_EIGHT, quiet) == left


def test_the_age_of_a_child_born_early_counts_from_the_due_date():
    due = date(2027, 1, 27)
    assert corrected(due - timedelta(days=22), due) == due
    assert corrected(due - timedelta(days=21), due) == due - timedelta(days=21)
    assert corrected(due + timedelta(days=5), due) == due + timedelta(days=5)
