"""Faults at pinned points of a process: it dies, or stands still, at one commit.

Armed by a file named in CHAOS_FLAG that says at which commit ("answer", "claimed", …), on which
side of it, and what happens there; whoever takes the file meets the fault, so it happens once.
Nothing of this is in the product: the database driver's commit is wrapped here.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

PATIENCE = 60
PAGE_STATES = ("claimed", "handing_over", "accepted")

_flag = Path(os.environ["CHAOS_FLAG"])
_held = _flag.with_suffix(".held")
_commit = DatabaseWrapper._commit
_rollback = DatabaseWrapper._rollback


def _marks(sql: str, params: object) -> set[str]:
    """What a statement does that a fault may be pinned to."""
    if sql.startswith('INSERT INTO "measures_answer"'):
        return {"answer"}
    if sql.startswith('UPDATE "reminders_staffpage"'):
        written = {str(value) for value in params} if isinstance(params, list | tuple) else set()
        return written.intersection(PAGE_STATES)
    return set()


def _note(execute, sql, params, many, context):
    """Remember on the connection what its transaction has done."""
    connection = context["connection"]
    if connection.in_atomic_block:
        connection.chaos_marks = getattr(connection, "chaos_marks", set()) | _marks(sql, params)
    return execute(sql, params, many, context)


@receiver(connection_created)
def _watch(connection, **_kwargs) -> None:
    if _note not in connection.execute_wrappers:
        connection.execute_wrappers.append(_note)


def _take_flag(marks: set[str]) -> tuple[str, str]:
    """(side, what happens) when the file names one of these marks, or two empty words."""
    if not marks:
        return "", ""
    try:
        what, side, happens = _flag.read_text().split()
        if what not in marks:
            return "", ""
        _flag.unlink()
    except FileNotFoundError:
        return "", ""
    return side, happens


def _meet(happens: str) -> None:
    if happens == "die":
        os._exit(9)
    _held.touch()
    until = time.monotonic() + PATIENCE
    while _held.exists() and time.monotonic() < until:
        time.sleep(0.01)


def _commit_with_fault(self: DatabaseWrapper) -> None:
    side, happens = _take_flag(getattr(self, "chaos_marks", set()))
    self.chaos_marks = set()
    if side == "before":
        _meet(happens)
    _commit(self)
    if side == "after":
        _meet(happens)


def _rollback_forgets(self: DatabaseWrapper) -> None:
    self.chaos_marks = set()
    _rollback(self)


DatabaseWrapper._commit = _commit_with_fault
DatabaseWrapper._rollback = _rollback_forgets
