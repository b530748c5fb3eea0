"""Her pictures show what was scored; a week without a score is a gap, never a zero."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.types import Scale
from measures.services import Point, Series
from portal.pictures import FLOOR, LEFT, RIGHT, TOP, pictures_of

DAY = date(2026, 11, 1)
SCALE = Scale(
    code="s", rule="sum", items=("a",), reverse=(), minimum=0, maximum=10, source="a test"
)  # fmt: skip


def series(*values: str | None, **changes) -> Series:
    """One point a week."""
    points = [
        Point(
            DAY + timedelta(weeks=week),
            None if value is None else Decimal(value),
            "declined" if value is None else None,
        )
        for week, value in enumerate(values)
    ]
    return Series("stress", replace(SCALE, **changes), points)


def test_the_sentence_is_made_of_what_was_scored():
    (picture,) = pictures_of([series(None, "4", "7", None)], "en")
    assert "4 out of 10 at first, 7 now" in picture.sentence
    assert [value for _day, value in picture.rows] == [None, "4", "7", None]


def test_a_week_without_a_score_breaks_the_line_and_is_no_point():
    (picture,) = pictures_of([series("1", "2", None, "3", "4")], "en")
    assert (len(picture.lines), len(picture.points)) == (2, 4)


def test_without_any_score_there_is_no_picture():
    assert pictures_of([series(None, None)], "en") == []


@pytest.mark.parametrize(("value", "y"), [("0", FLOOR), ("10", TOP), ("5", (FLOOR + TOP) / 2)])
def test_a_point_stands_where_its_scale_says(value, y):
    (picture,) = pictures_of([series(value)], "en")
    assert float(picture.points[0][1]) == y


def test_a_scale_that_does_not_begin_at_zero_reaches_the_floor_all_the_same():
    (picture,) = pictures_of([series("3", "15", minimum=3, maximum=15)], "en")
    assert [float(y) for _x, y in picture.points] == [FLOOR, TOP]


@given(st.lists(st.none() | st.integers(0, 10).map(str), min_size=1, max_size=12))
def test_everything_stays_inside(values):
    for picture in pictures_of([series(*values)], "en"):
        for x, y in picture.points:
            assert LEFT <= float(x) <= RIGHT
            assert TOP <= float(y) <= FLOOR
