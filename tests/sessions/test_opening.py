"""A session opens when the one before is done and its day has come."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sessions.opening import OPEN, opening
from tests.cast import NOW

FREE = {"previous_done": True, "released": False, "held": False, "course_held": False}
circumstances = st.fixed_dictionaries({name: st.booleans() for name in FREE})
hours = st.integers(-72, 72).map(lambda hour: NOW + timedelta(hours=hour))


def is_open(**facts) -> bool:
    """Whether she may begin it."""
    return opening(**facts) == OPEN


def test_it_is_open_from_its_hour_on():
    before = NOW - timedelta(seconds=1)
    assert opening(now=before, opens_at=NOW, **FREE) == "too_early"
    assert is_open(now=NOW, opens_at=NOW, **FREE)


def test_it_waits_for_the_one_before():
    state = opening(now=NOW, opens_at=NOW, **FREE | {"previous_done": False})
    assert state == "after_previous"


def test_a_release_waits_for_neither():
    far = NOW + timedelta(days=30)
    assert is_open(now=NOW, opens_at=far, **FREE | {"previous_done": False, "released": True})


@given(hours, circumstances)
def test_nothing_on_hold_is_open(opens_at, how):
    if how["held"] or how["course_held"]:
        assert opening(now=NOW, opens_at=opens_at, **how) == "held"


@given(hours, circumstances, st.integers(0, 10**6))
def test_time_alone_never_shuts_it(opens_at, how, seconds):
    if is_open(now=NOW, opens_at=opens_at, **how):
        assert is_open(now=NOW + timedelta(seconds=seconds), opens_at=opens_at, **how)
