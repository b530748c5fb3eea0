"""`dev.py check`: the main job, driven through a throw-away copy of the whole stack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from devstack import places, ports
from devstack.processes import tail
from devstack.saying import plain, say
from devstack.stack import Stack


def run() -> int:
    from devstack.journey import run_journey

    with whole_stack() as (stack, sign_ins):
        try:
            expect_account(stack, run_journey(stack.site, sign_ins, say))
            say("what was told about the concern stands in her account, once")
        except AssertionError as mismatch:
            _show_logs(stack)
            plain(f"\nNot as it should be: {mismatch}")
            return 1
        except Exception:
            _show_logs(stack)
            raise
    say("every stored row and every exported value is what was typed")
    return 0


def expect_account(stack: Stack, concern: str) -> None:
    """Closing a concern leaves one row in the account of what was told (42 CFR 2.25)."""
    connection = stack.postgres.connect(stack.database)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT basis, recipient_class FROM audit_disclosure WHERE artefact = %s", [concern]
        )
        rows = cursor.fetchall()
    connection.close()
    if rows != [("to_her", "herself")]:
        raise AssertionError(f"the account of what was told holds {rows} for the concern")


def _show_logs(stack: Stack) -> None:
    for name in ("web", "worker"):
        plain(f"\nThe end of {name}'s log:\n{tail(stack.place.logs / f'{name}.log')}")


@contextmanager
def whole_stack() -> Iterator[tuple[Stack, dict[str, Any]]]:
    """A stack on free ports with a fresh demo clinic, gone afterwards. Used by the tests too."""
    with places.throw_away() as place:
        stack = Stack(
            place,
            database="more_check",
            port=ports.free(),
            throw_away=True,
            # The check passes the second factor, as staff do outside the demo.
            settings={"BEAT_SECONDS": "1", "STAFF_SECOND_FACTOR": "1"},
        )
        try:
            stack.start_services()
            stack.prepare()
            sign_ins = stack.seed()
            stack.serve()
            say(f"a throw-away copy answers at {stack.site}")
            yield stack, sign_ins
        finally:
            stack.stop()
