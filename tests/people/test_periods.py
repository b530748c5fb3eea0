from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from people.periods import Fit, Span, around, fit

START = date(2026, 1, 1)


def days(span: Span, horizon: int = 80) -> set[int]:
    """The days of a period, by brute force."""
    last = span.until or START + timedelta(days=horizon)
    return {n for n in range(horizon + 1) if span.since <= START + timedelta(days=n) <= last}


@st.composite
def spans(draw) -> Span:
    first = draw(st.integers(0, 40))
    length = draw(st.none() | st.integers(0, 20))
    since = START + timedelta(days=first)
    return Span(since, None if length is None else since + timedelta(days=length))


@given(spans(), spans())
def test_two_periods_meet_where_they_share_a_day(one, other):
    assert one.meets(other) == bool(days(one) & days(other))


@given(spans(), spans())
def test_around_a_hole_is_what_the_hole_leaves(span, hole):
    if not span.meets(hole):
        return
    left, right = around(span, hole)
    kept = (days(left) if left else set()) | (days(right) if right else set())
    assert kept == days(span) - days(hole)


@given(spans(), spans())
def test_a_change_follows_cuts_replaces_or_clashes(new, latest):
    how = fit(new, latest)
    if how is Fit.FOLLOWS:
        assert latest.until is not None and latest.until < new.since
    else:
        order = (new.since > latest.since) - (new.since < latest.since)
        assert how is {1: Fit.CUTS, 0: Fit.REPLACES, -1: Fit.CLASHES}[order]
