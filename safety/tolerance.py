"""How long she was without her medicine. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
# How long a gap that has ended is still spoken of: after it the body bears less for a while.
# Our judgement (docs/decisions/0013-tolerance.md); no study gives a number of days.
RECENT = timedelta(days=14)
MEDICINES = ("methadone", "buprenorphine", "naltrexone")


@dataclass(frozen=True)
class Period:
    """One period of one medication, first and last day; without a last day it goes on."""

    medication: str
    state: str
    since: date
    until: date | None = None

    @property
    def without(self) -> bool:
        """Whether on these days a medicine she had was not taken."""
        return self.medication in MEDICINES and self.state != "on"


def gap_days(periods: Iterable[Period], today: date) -> int | None:
    """Days without her medicine up to and with today, or of the last gap of the past 14 days.

    None without a gap. Days of `none` and of an unknown medicine are no gap: nothing is known
    to have been left out. Where two periods hold the same day, taken counts.
    """
    known = [period for period in periods if period.since <= today]
    gap = _last_gap(known, today)
    if gap is None:
        return None
    first, last = gap
    return (last - first).days + 1 if today - last <= RECENT else None


def days_without(days: int, *, again: bool, today: date) -> tuple[date, date | None]:
    """First and last day of so many days without: up to yesterday when she takes it again today;
    else they count today and go on."""
    if again:
        return today - timedelta(days=days), today - ONE_DAY
    return today - timedelta(days=days - 1), None


def _last_gap(periods: list[Period], today: date) -> tuple[date, date] | None:
    """First and last day of the latest run of days without, walking from change to change."""
    changes = {period.since for period in periods}
    changes |= {period.until + ONE_DAY for period in periods if period.until is not None}
    starts = sorted(day for day in changes if day <= today)
    if not starts:
        return None
    ends = [day - ONE_DAY for day in starts[1:]] + [today]
    gap: tuple[date, date] | None = None
    for start, end in zip(starts, ends, strict=True):
        holding = [p for p in periods if p.since <= start and (p.until is None or p.until >= start)]
        if not holding or not all(period.without for period in holding):
            continue
        follows = gap is not None and gap[1] + ONE_DAY == start
        gap = (gap[0] if gap is not None and follows else start, end)
    return gap
