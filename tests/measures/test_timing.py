"""In time, arrived late, or after the close."""

from datetime import timedelta

import pytest

from measures.timing import timing
from tests.cast import NOW


@pytest.mark.parametrize(
    ("answered", "received", "expected"),
    [
        (-2, -1, "in_time"),
        (-2, 0, "arrived_late"),
        (-2, 5, "arrived_late"),
        (0, 0, "after_close"),
        (1, 5, "after_close"),
    ],
)
def test_an_answer_stands_where_it_was_given_and_received(answered, received, expected):
    hours = {"answered_at": answered, "received_at": received}
    instants = {name: NOW + timedelta(hours=hour) for name, hour in hours.items()}
    assert timing(closes_at=NOW, **instants) == expected


def test_without_a_close_everything_is_in_time():
    assert timing(closes_at=None, answered_at=NOW, received_at=NOW + timedelta(9)) == "in_time"
