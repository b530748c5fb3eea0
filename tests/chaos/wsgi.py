"""The site with one fault built in: the process dies at the commit that stores an answer.

Armed by a file named in CHAOS_FLAG that says "before" or "after"; whoever takes the file dies, so
it happens once. Nothing of this is in the product: the database driver's commit is wrapped here.
"""

import os
from pathlib import Path

from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from more_platform.wsgi import application

__all__ = ["application"]

_flag = Path(os.environ["CHAOS_FLAG"])
_commit = DatabaseWrapper._commit


def _note_answers(execute, sql, params, many, context):
    """Remember on the connection that its transaction has stored an answer."""
    if sql.startswith('INSERT INTO "measures_answer"'):
        context["connection"].stores_an_answer = True
    return execute(sql, params, many, context)


@receiver(connection_created)
def _watch(connection, **_kwargs) -> None:
    if _note_answers not in connection.execute_wrappers:
        connection.execute_wrappers.append(_note_answers)


def _take_flag() -> str | None:
    try:
        when = _flag.read_text()
        _flag.unlink()
    except FileNotFoundError:
        return None
    return when


def _commit_or_die(self: DatabaseWrapper) -> None:
    stores = getattr(self, "stores_an_answer", False)
    self.stores_an_answer = False
    when = _take_flag() if stores else None
    if when == "before":
        os._exit(9)
    _commit(self)
    if when == "after":
        os._exit(9)


DatabaseWrapper._commit = _commit_or_die
