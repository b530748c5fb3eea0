from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from schedule.windows import Rhythm, gestational_day, in_weeks, infant_day, windows

WEEKLY = Rhythm(0, 7, 8, time(6), time(10), 6)
rhythms = st.builds(
    Rhythm,
    first_day=st.integers(0, 60),
    every_days=st.integers(1, 30),
    times=st.integers(1, 20),
    opens_at=st.just(time(6)),
    remind_at=st.just(time(10)),
    open_days=st.integers(1, 30),
)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
zones = st.sampled_from(["America/New_York", "Australia/Lord_Howe", "Europe/Madrid", "UTC"])


@given(rhythms, days, zones)
def test_windows_are_in_order_and_open_before_they_close(rhythm, anchor, zone):
    made = windows(rhythm, anchor, zone)
    assert [w.ordinal for w in made] == list(range(1, rhythm.times + 1))
    assert all(w.opens_at < w.remind_at < w.closes_at for w in made)
    assert all(a.opens_at < b.opens_at for a, b in pairwise(made))


@given(rhythms, days, zones, st.integers(-300, 300))
def test_moving_the_anchor_moves_every_window_as_many_days(rhythm, anchor, zone, shift):
    moved = windows(rhythm, anchor + timedelta(days=shift), zone)
    assert [(w.day - timedelta(days=shift)) for w in moved] == [
        w.day for w in windows(rhythm, anchor, zone)
    ]


def test_the_wall_clock_holds_across_a_clock_change():
    made = windows(WEEKLY, date(2026, 10, 28), "America/New_York")
    assert made[0].remind_at == datetime(2026, 10, 28, 14, tzinfo=UTC)
    assert made[1].remind_at == datetime(2026, 11, 4, 15, tzinfo=UTC)


def test_zero_open_days_never_closes():
    assert (
        windows(Rhythm(0, 7, 1, time(6), time(10), 0), date(2026, 1, 1), "UTC")[0].closes_at is None
    )


@given(days, st.integers(0, 300))
def test_the_due_date_is_day_280(due, before):
    assert gestational_day(due, due) == 280
    assert gestational_day(due, due - timedelta(days=before)) == 280 - before


def test_the_day_of_birth_is_day_0():
    assert infant_day(date(2026, 1, 1), date(2026, 1, 1)) == 0


def test_weeks_and_days_as_notes_write_them():
    assert (in_weeks(221), in_weeks(0)) == ("31 w 4 d", "0 w 0 d")
