"""She taps, thinks again and taps again; the network holds one of them up. The last one counts."""

from datetime import timedelta

import pytest

from measures.services import said_in, save_answer
from tests.cast import NOW
from tests.saying import answer

SECOND = timedelta(seconds=1)


def hand_in(cast, begun, value, *, said, delay, fast=timedelta(), sequence=True, **changes):
    """A tap `said` after noon that arrives `delay` later, from a phone whose clock is `fast`."""
    at = NOW + said
    number = int((at + fast).timestamp() * 1000) if sequence else None
    said_there = at + fast if sequence else at
    envelope = answer(
        begun["craving"], "strength", value, sequence=number, at=said_there, **changes
    )
    return save_answer(device=cast.phone, envelope=envelope, now=at + delay)


def now_said(begun):
    return said_in(begun["craving"])["strength"]


CLOCKS = [timedelta(0), timedelta(minutes=3), timedelta(minutes=-3), timedelta(days=400)]


@pytest.mark.parametrize("fast", CLOCKS, ids=str)
def test_the_first_tap_arrives_after_the_second(cast, begun, fast):
    hand_in(cast, begun, 3, said=1 * SECOND, delay=0.1 * SECOND, fast=fast)
    hand_in(cast, begun, 7, said=0 * SECOND, delay=5 * SECOND, fast=fast)
    assert now_said(begun).value == 3


@pytest.mark.parametrize("fast", CLOCKS, ids=str)
def test_both_arrive_in_order(cast, begun, fast):
    hand_in(cast, begun, 7, said=0 * SECOND, delay=4 * SECOND, fast=fast)
    hand_in(cast, begun, 3, said=1 * SECOND, delay=3.1 * SECOND, fast=fast)
    assert now_said(begun).value == 3


def test_a_form_sent_while_a_tap_is_held_up(cast, begun):
    hand_in(cast, begun, 5, said=-60 * SECOND, delay=0.1 * SECOND)
    hand_in(cast, begun, None, said=2 * SECOND, delay=0 * SECOND, sequence=False, declined=True)
    hand_in(cast, begun, 7, said=0 * SECOND, delay=8 * SECOND)
    assert now_said(begun).declined


def test_a_clock_set_anew_is_another_clock(cast, begun):
    hand_in(cast, begun, 7, said=0 * SECOND, delay=0.1 * SECOND, fast=timedelta(days=30))
    hand_in(cast, begun, 3, said=9 * SECOND, delay=0.1 * SECOND)
    assert now_said(begun).value == 3
    hand_in(cast, begun, 4, said=20 * SECOND, delay=0.1 * SECOND, fast=timedelta(days=30))
    assert now_said(begun).value == 4
