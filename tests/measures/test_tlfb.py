"""Figures from a calendar: each under each policy for days nobody spoke of."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.tlfb import Missing, figures, together

DAY = date(2026, 11, 2)
# Two weeks: u used, n not used, ? not known, . nobody spoke of it.
FORTNIGHT = "nnnnnnn" + "nn?un.n"
LETTERS = {"u": True, "n": False, "?": None}


def said(letters: str) -> dict[date, bool | None]:
    return {DAY + timedelta(days=at): LETTERS[one] for at, one in enumerate(letters) if one != "."}


def of(letters: str, missing: Missing):
    until = DAY + timedelta(days=len(letters) - 1)
    return figures(said(letters), since=DAY, until=until, missing=missing)


@pytest.mark.parametrize(
    ("missing", "used", "counted", "percent", "weeks", "run", "first", "before"),
    [
        # 1 of the 12 days known; the second week has a day of use, so both weeks are certain.
        (Missing.LEFT_OUT, 1, 12, "8.3", (1, 2), 9, 10, 1),
        # The two unknown days count as use: 3 of 14.
        (Missing.USE, 3, 14, "21.4", (1, 2), 9, 9, 0),
        # They count as none: 1 of 14, and the run goes through the tenth day.
        (Missing.NO_USE, 1, 14, "7.1", (1, 2), 10, 10, 1),
    ],
)
def test_each_policy_gives_its_own_figures(
    missing, used, counted, percent, weeks, run, first, before
):
    found = of(FORTNIGHT, missing)
    assert (found.days, found.days_known) == (14, 12)
    assert (found.days_used, found.days_counted) == (used, counted)
    assert found.percent_used == Decimal(percent)
    assert (found.weeks_without, found.weeks_counted) == weeks
    assert found.longest_run == run
    assert found.first_use == DAY + timedelta(days=first)
    assert found.unknown_before == before
    assert found.missing is missing


def test_a_week_left_partly_open_is_no_week_without_use():
    assert of("nnnnnn.", Missing.LEFT_OUT).weeks_without == 0
    assert of("nnnnnn.", Missing.LEFT_OUT).weeks_counted == 0
    assert of("nnnnnn.", Missing.USE).weeks_without == 0
    assert of("nnnnnn.", Missing.NO_USE).weeks_without == 1


def test_days_left_over_are_no_week():
    assert of("n" * 13, Missing.NO_USE).weeks_counted == 1


def test_nothing_known_is_no_figure_and_no_zero():
    found = of("......?", Missing.LEFT_OUT)
    assert (found.percent_used, found.days_known, found.days_counted) == (None, 0, 0)
    assert (found.first_use, found.unknown_before) == (None, 7)
    assert of("......?", Missing.USE).percent_used == Decimal("100.0")


def test_the_policy_is_asked_for_and_a_window_runs_forward():
    with pytest.raises(TypeError):
        figures({}, since=DAY, until=DAY)
    with pytest.raises(ValueError, match="window"):
        figures({}, since=DAY, until=DAY - timedelta(days=1), missing=Missing.USE)


def test_days_outside_the_window_do_not_count():
    found = figures(said("uuuun"), since=DAY + timedelta(days=4), until=DAY + timedelta(days=4),
                    missing=Missing.USE)  # fmt: skip
    assert (found.days_used, found.longest_run) == (0, 1)


def test_of_several_substances_a_day_is_without_use_only_when_that_is_known_of_each():
    both = together([said("un?n."), said("nnnn.")])
    assert [both.get(DAY + timedelta(days=at)) for at in range(5)] == [
        True, False, None, False, None,
    ]  # fmt: skip
    assert together([said("n"), {}]) == {DAY: None}


DAYS = st.text(alphabet="un?.", min_size=1, max_size=60)


@given(DAYS)
def test_the_policies_bracket_what_is_known(letters):
    least, known, most = (
        of(letters, one) for one in (Missing.NO_USE, Missing.LEFT_OUT, Missing.USE)
    )
    assert least.days_used == known.days_used <= most.days_used
    assert most.weeks_without <= known.weeks_without <= least.weeks_without
    assert most.longest_run == known.longest_run <= least.longest_run
    assert most.percent_used >= least.percent_used
    assert (least.first_use or date.max) >= (most.first_use or date.max)


@given(DAYS)
def test_where_every_day_is_known_the_policy_changes_nothing(letters):
    full = letters.replace("?", "n").replace(".", "u")
    found = [of(full, one) for one in Missing]
    assert len({(one.percent_used, one.longest_run, one.first_use, one.weeks_without)
                for one in found}) == 1  # fmt: skip


@given(DAYS)
def test_every_figure_is_within_its_window(letters):
    for missing in Missing:
        found = of(letters, missing)
        assert 0 <= found.days_used <= found.days_counted <= found.days == len(letters)
        assert 0 <= found.longest_run <= found.days_counted
        assert found.weeks_without <= found.weeks_counted <= len(letters) // 7
        assert found.percent_used is None or 0 <= found.percent_used <= 100
