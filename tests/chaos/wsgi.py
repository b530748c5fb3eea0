"""The site with one fault built in: the process dies at the commit that stores an answer.

Armed by a file named in CHAOS_FLAG that says "before" or "after"; whoever takes the file dies, so
it happens once. Nothing of this is in the product: the database driver's commit is wrapped here.
"""

import os
from pathlib import Path

from django.db.backends.postgresql.base import DatabaseWrapper

from more_platform.wsgi import application

__all__ = ["application"]

_flag = Path(os.environ["CHAOS_FLAG"])
_commit = DatabaseWrapper._commit


def _stores_an_answer(wrapper: DatabaseWrapper) -> bool:
    with wrapper.connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM measures_answer "
            "WHERE xmin = pg_current_xact_id_if_assigned()::xid)"
        )
        return cursor.fetchone()[0]


def _take_flag() -> str | None:
    try:
        when = _flag.read_text()
        _flag.unlink()
    except FileNotFoundError:
        return None
    return when


def _commit_or_die(self: DatabaseWrapper) -> None:
    when = _take_flag() if _flag.exists() and _stores_an_answer(self) else None
    if when == "before":
        os._exit(9)
    _commit(self)
    if when == "after":
        os._exit(9)


DatabaseWrapper._commit = _commit_or_die
