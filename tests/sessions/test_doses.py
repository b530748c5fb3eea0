"""What counts of a practice, and when it left her worse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.doses import capped, is_worse

ratings = st.integers(0, 10)


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [(3, 5, True), (3, 4, False), (9, 2, False), (None, 9, False), (1, None, False), (8, 10, True)],
)
def test_two_or_more_worse_is_worse(before, after, worse):
    assert is_worse(before, after) is worse


@given(ratings, ratings)
def test_no_change_and_better_are_never_worse(before, after):
    assert not (after <= before and is_worse(before, after))


@given(st.integers(0, 10**9), st.integers(10, 3600))
def test_seconds_that_count_are_never_more_than_twice_its_length(seconds, length):
    assert capped(seconds, length) == min(seconds, 2 * length)
    assert capped(None, length) is None
