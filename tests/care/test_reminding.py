"""The panel says what keeps a reminder from her, not what reminders need in general."""

import pytest

from care.reminding import why_none

READY = {"in_care": True, "address": True, "consented": True, "paused": False}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "None planned now"),
        ({"in_care": False}, "yes to care"),
        ({"consented": False}, "has not said yes"),
        ({"address": False}, "no e-mail address is recorded"),
        ({"paused": True}, "while she pauses them"),
        ({"consented": False, "address": False}, "has not said yes"),
    ],
)
def test_the_first_thing_in_the_way_is_named(changed, said):
    assert said in why_none(**READY | changed)
