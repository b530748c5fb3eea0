"""Figures from a calendar of days: used, not used, or nothing known. Pure.

Studies differ in what a day nobody spoke of counts for, and the figures differ with it. So that
is always a parameter, it has no default, and it is part of every figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

WEEK = 7
# A follow-back looks at a week at least, and at two years at most.
SHORTEST, LONGEST = WEEK, 731
TENTH = Decimal("0.1")
ONE_DAY = timedelta(days=1)


class Missing(StrEnum):
    """What a day without a statement counts for."""

    USE = "use"
    LEFT_OUT = "left_out"
    NO_USE = "no_use"


@dataclass(frozen=True)
class Figures:
    """Of one window under one policy. A figure nothing is known for is None.

    `days_used` of `days_counted`: with LEFT_OUT only the days something is known of count, else
    all of them. `weeks_without` of `weeks_counted`: whole weeks from the first day of the window
    on; with LEFT_OUT a week counts once it is certain (a day of use, or seven days without).
    `longest_run`: days in a row without use; a day left out ends a run. `first_use`: the first
    day that counts as use; `unknown_before` says how many days before it nothing is known of.
    """

    missing: Missing
    since: date
    until: date
    days: int
    days_known: int
    days_used: int
    days_counted: int
    percent_used: Decimal | None
    weeks_without: int
    weeks_counted: int
    longest_run: int
    first_use: date | None
    unknown_before: int


def figures(
    said: Mapping[date, bool | None], *, since: date, until: date, missing: Missing
) -> Figures:
    """The figures of the days from `since` to `until`, both among them.

    `said` holds what is known of a day: use, no use, or None (not known, or rather not said); a
    day that is not in it is not known either. Days outside the window do not count.
    """
    if until < since:
        raise ValueError("a window ends on its first day or later")
    days = [since + n * ONE_DAY for n in range((until - since).days + 1)]
    raw = [said.get(day) for day in days]
    read = [_read(one, missing) for one in raw]
    counted = [one for one in read if one is not None]
    weeks = [_week(read[at : at + WEEK]) for at in range(0, len(days) - WEEK + 1, WEEK)]
    first = next((at for at, used in enumerate(read) if used), None)
    return Figures(
        missing=missing,
        since=since,
        until=until,
        days=len(days),
        days_known=sum(one is not None for one in raw),
        days_used=sum(counted),
        days_counted=len(counted),
        percent_used=_percent(sum(counted), len(counted)),
        weeks_without=sum(week is False for week in weeks),
        weeks_counted=sum(week is not None for week in weeks),
        longest_run=_longest(read),
        first_use=None if first is None else days[first],
        unknown_before=raw[: len(days) if first is None else first].count(None),
    )


def together(substances: Iterable[Mapping[date, bool | None]]) -> dict[date, bool | None]:
    """Any of them: used when one was, not used only when that is known of every one of them."""
    each = list(substances)
    days = {day for one in each for day in one}
    return {day: _any([one.get(day) for one in each]) for day in days}


def _any(said: Sequence[bool | None]) -> bool | None:
    if any(said):
        return True
    return None if None in said else False


def _read(used: bool | None, missing: Missing) -> bool | None:
    if used is not None or missing == Missing.LEFT_OUT:
        return used
    return missing == Missing.USE


def _week(read: Sequence[bool | None]) -> bool | None:
    """Whether there was use in it; None where that cannot be said."""
    return _any(read)


def _longest(read: Sequence[bool | None]) -> int:
    longest = run = 0
    for used in read:
        run = run + 1 if used is False else 0
        longest = max(longest, run)
    return longest


def _percent(used: int, counted: int) -> Decimal | None:
    if not counted:
        return None
    return (Decimal(100 * used) / counted).quantize(TENTH, rounding=ROUND_HALF_EVEN)
