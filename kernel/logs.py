"""Log lines that can be shown to anybody: no answer, name, address or secret is in them.

What an exception says may quote what was being stored (PostgreSQL names the value, Python the
argument), so a traceback is printed with the kinds of errors and the lines of code, not with
their words, except for kinds that never quote data.
"""

import copy
import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.template import TemplateDoesNotExist

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]

QUOTE_NOTHING = (
    ImproperlyConfigured,
    OperationalError,
    TemplateDoesNotExist,
    ImportError,
    NameError,
    AttributeError,
)
HIDDEN = (
    # An invitation's secret, and that of a link to a new password, are parts of an address.
    (re.compile(r"(/d/i/|/password/reset/key/)[^\s\"'<>)]+"), r"\1…"),
    (re.compile(r"[^\s<>()\"'=]+@[^\s<>()\"']+"), "(address)"),
)


class PrivateFormatter(logging.Formatter):
    """The line as usual, cleaned."""

    def format(self, record: logging.LogRecord) -> str:
        """Celery puts the words of an exception into the message: its kind is enough there."""
        record = copy.copy(record)
        record.exc_text = None
        if isinstance(record.args, dict) and "exc" in record.args and record.exc_info:
            record.args = {**record.args, "exc": getattr(record.exc_info[0], "__name__", "")}
        return hide(super().format(record))

    def formatException(self, ei: ErrorInfo | tuple[None, None, None]) -> str:
        """The traceback without what the errors say."""
        return "".join(_told(ei[1], set())).rstrip("\n") if ei[1] else ""


def hide(text: str) -> str:
    """A line without addresses and secrets."""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield "which led to\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{_kind(error)}\n"
    for inner in getattr(error, "exceptions", ()):
        yield "one of them:\n"
        yield from _told(inner, seen)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, QUOTE_NOTHING):
        return f"{name}: {error}"
    known = (getattr(error, "pgcode", None), _constraint(error))
    more = " ".join(word for word in known if word)
    return f"{name} {more}".rstrip()


def _constraint(error: BaseException) -> str | None:
    """Which rule of the tables was broken, when PostgreSQL says so; not by which value."""
    return getattr(getattr(error, "diag", None), "constraint_name", None)
