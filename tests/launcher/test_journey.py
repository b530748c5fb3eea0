"""The main job on the whole stack, as `dev.py check` drives it."""

from __future__ import annotations

import pytest

from devstack.checking import whole_stack
from devstack.journey import run_journey

pytestmark = pytest.mark.stack


def test_what_is_typed_is_what_is_stored_and_exported() -> None:
    with whole_stack() as (stack, sign_ins):
        run_journey(stack.site, sign_ins, print)
