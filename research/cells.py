"""One line of CSV: RFC 4180 quoting, UTF-8, LF, and no cell that a spreadsheet would run. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

Cell = str | int | bool | Decimal | datetime | None

# What a spreadsheet takes for the beginning of a formula; the wide forms are folded to these.
_STARTS_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_NEEDS_QUOTES = re.compile(r'[,"\r\n]|^\s|\s$')


def csv_line(cells: Iterable[Cell]) -> str:
    """The cells as one line with its line feed."""
    return ",".join(_quoted(safe(as_text(cell))) for cell in cells) + "\n"


def as_text(cell: Cell) -> str:
    """None is an empty cell, true is 1, an instant is ISO 8601 (UTC with Z, wall clock without)."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, datetime):
        return _instant(cell)
    return str(cell)


def safe(text: str) -> str:
    """Text that begins like a formula gets one apostrophe in front; a plain number does not.

    Text that already begins with apostrophes and then a formula gets one more, so that
    `restored` undoes exactly what was done.
    """
    if _STARTS_A_FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def restored(cell: str) -> str:
    """The text `safe` was given."""
    if cell.startswith("'") and _STARTS_A_FORMULA.match(cell):
        return cell[1:]
    return cell


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        return at.isoformat(timespec="microseconds")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _quoted(text: str) -> str:
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
