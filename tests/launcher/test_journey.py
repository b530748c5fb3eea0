"""The main job on the whole stack, as `dev.py check` drives it."""

from __future__ import annotations

import re

import pytest

from devstack.checking import expect_account, whole_stack
from devstack.journey import run_journey
from pathway.demo import MOTHERS

pytestmark = pytest.mark.stack


def test_what_is_typed_is_what_is_stored_and_exported() -> None:
    with whole_stack() as (stack, sign_ins):
        expect_account(stack, run_journey(stack.site, sign_ins, print))
        written = {log.name: log.read_text(errors="replace") for log in stack.place.logs.iterdir()}
    assert {"web.log", "worker.log", "postgres.log"} <= set(written)
    for name, lines in written.items():
        told = re.findall(rf".*(?:{NEVER}).*", lines)
        assert told == [], f"{name} holds what no log may"


# An invitation's secret, an e-mail address, anybody's name, a word she wrote, a stored value.
NEVER = r"/d/i/[\w-]{8}|(?<=\w)(?<!celery)@[a-z][\w-]*\.\w|STATEMENT:|DETAIL:|" + "|".join(
    re.escape(name) for name in sorted({who.name for who in MOTHERS})
)
