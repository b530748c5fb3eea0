from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schedule.quiet import in_year, is_quiet_day

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@given(days, st.integers(0, 40))
def test_each_day_comes_again_once_a_year(day, years):
    again = in_year(day, day.year + years)
    assert is_quiet_day(again, {day})
    around = [again + timedelta(days=n) for n in range(-180, 181) if n]
    assert not any(is_quiet_day(one, {day}) for one in around)


@given(days, days)
def test_no_day_before_it_is_quiet(day, other):
    if other < day:
        assert not is_quiet_day(other, {day})


def test_the_29_february_is_kept_on_the_28_where_there_is_none():
    leap = {date(2028, 2, 29)}
    assert is_quiet_day(date(2029, 2, 28), leap)
    assert is_quiet_day(date(2032, 2, 29), leap)
    assert not is_quiet_day(date(2032, 2, 28), leap)
    assert not is_quiet_day(date(2029, 3, 1), leap)


def test_nothing_remembered_is_no_quiet_day():
    assert not is_quiet_day(date(2026, 11, 18), ())
