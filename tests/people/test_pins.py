from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.pins import FREE_TRIES, LAST_TRY, wait_after, weakness


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("12345", "too_short"), ("", "not_digits"), ("abcdef", "not_digits"), ("111111", "run"),
        ("123456", "run"), ("987654", "run"), ("890123", "run"), ("1" * 13, "too_long"),
        ("٣٤٥٦٧٨", "not_digits"), ("482915", None), ("112233", None),
    ],
)  # fmt: skip
def test_which_pins_are_weak(pin, why):
    assert weakness(pin, minimum=6) == why


@given(st.text())
def test_any_text_has_an_answer(pin):
    assert weakness(pin, minimum=6) in {None, "not_digits", "too_short", "too_long", "run"}


def test_the_first_tries_are_free_and_then_it_waits_longer_each_time():
    waits = [wait_after(n) for n in range(1, LAST_TRY + 1)]
    assert waits[:FREE_TRIES] == [timedelta()] * FREE_TRIES
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(hours=2)
