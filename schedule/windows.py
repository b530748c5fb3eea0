"""Windows on her two clocks, in plain values: days from an anchor become instants there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kernel.clock import at_local

# Naegele's convention: the due date is day 280 of the pregnancy (science.md 4.6).
TERM_DAYS = 280


@dataclass(frozen=True)
class Window:
    """One occurrence: its number from 1, its day there, and three instants in UTC.

    `remind_at` None: nothing is sent about it.
    """

    ordinal: int
    day: date
    opens_at: datetime
    remind_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Rhythm:
    """When something recurs: days from the anchor, wall-clock times, how long it stays open.

    `open_days` 0 means it never closes.
    """

    first_day: int
    every_days: int
    times: int
    opens_at: time
    remind_at: time
    open_days: int


def window(rhythm: Rhythm, ordinal: int, day: date, zone: str) -> Window:
    """The window of one occurrence on `day` in `zone`, right on both sides of a clock change."""
    closes = None
    if rhythm.open_days:
        closes = at_local(day + timedelta(days=rhythm.open_days), rhythm.opens_at, zone)
    return Window(
        ordinal=ordinal,
        day=day,
        opens_at=at_local(day, rhythm.opens_at, zone),
        remind_at=at_local(day, rhythm.remind_at, zone),
        closes_at=closes,
    )


def windows(rhythm: Rhythm, anchor: date, zone: str) -> list[Window]:
    """All windows of a rhythm hung on an anchor, in order."""
    days = (
        anchor + timedelta(days=rhythm.first_day + rhythm.every_days * number)
        for number in range(rhythm.times)
    )
    return [window(rhythm, number, day, zone) for number, day in enumerate(days, start=1)]


def gestational_day(due: date, on: date) -> int:
    """Days of pregnancy completed on `on`, counted back from the due date."""
    return TERM_DAYS - (due - on).days


def infant_day(born: date, on: date) -> int:
    """Days of life completed on `on`; the day of birth is 0."""
    return (on - born).days


def in_weeks(days: int) -> str:
    """31 w 4 d, as perinatal notes write it."""
    return f"{days // 7} w {days % 7} d"
