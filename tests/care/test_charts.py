"""Points become geometry; what is absent is a gap, never a zero."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from care.charts import Frame, Point, draw

DAY = date(2026, 11, 1)
FRAME = Frame(DAY, DAY + timedelta(days=56), Decimal(0), Decimal(10), 120, 30)


def points(*values):
    """One a week."""
    return [
        Point(DAY + timedelta(weeks=week), None if value is None else Decimal(value))
        for week, value in enumerate(values)
    ]


def test_the_highest_score_is_at_the_top_and_the_lowest_at_the_bottom():
    top, bottom = draw(points(10, 0), FRAME).dots
    assert (float(top.y), float(bottom.y)) == (4, 26)


def test_an_absent_score_breaks_the_line_and_is_no_dot():
    picture = draw(points(1, 2, None, 3, 4), FRAME)
    assert len(picture.paths) == 2
    assert (len(picture.dots), len(picture.gaps)) == (4, 1)


def test_a_single_score_is_a_dot_without_a_line():
    picture = draw(points(5), FRAME)
    assert picture.paths == ()
    assert picture.last is picture.dots[0]


def test_no_score_at_all_has_no_last():
    assert draw(points(None), FRAME).last is None


def test_a_question_asked_otherwise_breaks_the_line_with_a_mark_between_the_two():
    first, second, third = points(1, 2, 3)
    picture = draw([first, replace(second, apart="in Spanish"), third], FRAME)
    assert len(picture.paths) == 1 and len(picture.dots) == 3
    (found,) = picture.breaks
    assert (found.number, found.day, found.note) == (1, second.day, "in Spanish")
    assert float(picture.dots[0].x) < float(found.x) < float(picture.dots[1].x)


def test_the_first_point_stands_apart_from_nothing():
    (first,) = points(1)
    assert draw([replace(first, apart="in Spanish")], FRAME).breaks == ()


def test_what_lies_outside_the_days_is_left_out():
    early = Point(DAY - timedelta(days=1), Decimal(3))
    assert draw([early], FRAME).dots == ()


@given(st.lists(st.integers(0, 10) | st.none(), max_size=9), st.randoms())
def test_everything_stays_inside_in_any_order(values, random):
    shuffled = points(*values)
    random.shuffle(shuffled)
    picture = draw(shuffled, FRAME)
    assert picture == draw(points(*values), FRAME)
    for dot in (*picture.dots, *picture.gaps):
        assert 0 <= float(dot.x) <= 120
        assert 0 <= float(dot.y) <= 30
