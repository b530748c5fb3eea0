from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import at_local, local_date, moment, parse_instant
from kernel.errors import BadInput

ZONES = ["America/New_York", "Europe/London", "Asia/Kathmandu", "Pacific/Apia", "UTC"]


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
)
def test_a_moment_keeps_its_instant_and_its_wall_clock(at, zone):
    seen = moment(at, zone)
    assert seen.at == at
    assert seen.local - timedelta(minutes=seen.offset_minutes) == at.replace(tzinfo=None)


def test_ten_in_the_morning_is_ten_on_both_sides_of_the_clock_change():
    before = at_local(date(2026, 3, 7), time(10), "America/New_York")
    after = at_local(date(2026, 3, 8), time(10), "America/New_York")
    assert (before.hour, after.hour) == (15, 14)


def test_a_time_that_does_not_occur_is_moved_on():
    gap = at_local(date(2026, 3, 8), time(2, 30), "America/New_York")
    assert gap == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_a_time_that_occurs_twice_is_the_first():
    twice = at_local(date(2026, 11, 1), time(1, 30), "America/New_York")
    assert twice == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_her_day_is_hers():
    assert local_date(datetime(2026, 1, 1, 3, tzinfo=UTC), "America/New_York") == date(2025, 12, 31)


def test_an_unknown_zone_is_a_clear_refusal():
    with pytest.raises(BadInput, match="no time zone named"):
        moment(datetime(2026, 1, 1, tzinfo=UTC), "Mars/Olympus")


@pytest.mark.parametrize("text", ["", "yesterday", "2026-01-01T10:00", None, 5, "9999-99-99"])
def test_what_is_no_instant_is_none(text):
    assert parse_instant(text) is None


def test_an_offset_is_read():
    assert parse_instant("2026-01-01T10:00:00-05:00") == datetime(2026, 1, 1, 15, tzinfo=UTC)
