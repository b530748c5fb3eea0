"""Windows on her two clocks, in plain values: days from an anchor become instants there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kernel.clock import at_local
from schedule.momentary import moments

# Naegele's convention: the due date is day 280 of the pregnancy (science.md 4.6).
TERM_DAYS = 280
# Born before 37 weeks is born early: its age is corrected.
EARLY_BEFORE_DAYS = 259


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

    `open_days` 0 means it never closes. `times` 0: nothing comes by itself (she begins it, or a
    course brings it). With `prompts_a_day` each of `times` days has that many moments between two
    hours of her clock (schedule.momentary), each open `stays_open_minutes`.
    """

    first_day: int
    every_days: int
    times: int
    opens_at: time
    remind_at: time
    open_days: int
    prompts_a_day: int = 0
    between_from: time | None = None
    between_until: time | None = None
    min_gap_minutes: int = 0
    stays_open_minutes: int = 0
    seed: int = 0


def window(rhythm: Rhythm, ordinal: int, day: date, zone: str) -> Window:
    """The window of one occurrence on `day` in `zone`, right on both sides of a clock change."""
    if rhythm.prompts_a_day:
        return _prompt(rhythm, ordinal, day, zone)
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
    a_day = rhythm.prompts_a_day or 1
    return [
        window(rhythm, number * a_day + place + 1, day, zone)
        for number, day in enumerate(days)
        for place in range(a_day)
    ]


def _prompt(rhythm: Rhythm, ordinal: int, day: date, zone: str) -> Window:
    """One moment of a day. Where it does not fit (an hour is missing) it is over as it opens."""
    number, place = divmod(ordinal - 1, rhythm.prompts_a_day)
    begins = at_local(day, rhythm.between_from or rhythm.opens_at, zone)
    ends = at_local(day, rhythm.between_until or rhythm.opens_at, zone)
    drawn = moments(
        seed=rhythm.seed,
        day_number=number,
        begins=begins,
        ends=ends,
        prompts=rhythm.prompts_a_day,
        gap=rhythm.min_gap_minutes,
    )
    if place >= len(drawn):
        return Window(ordinal, day, begins, None, begins)
    opens = drawn[place]
    closes = opens + timedelta(minutes=rhythm.stays_open_minutes)
    # Two are never open at once.
    following = drawn[place + 1] if place + 1 < len(drawn) else closes
    return Window(ordinal, day, opens, opens, min(closes, following))


def gestational_day(due: date, on: date) -> int:
    """Days of pregnancy completed on `on`, counted back from the due date."""
    return TERM_DAYS - (due - on).days


def infant_day(born: date, on: date) -> int:
    """Days of life completed on `on`; the day of birth is 0."""
    return (on - born).days


def corrected(born: date, due: date) -> date:
    """The day an infant's age is counted from: the due date of one born before 37 weeks."""
    return due if gestational_day(due, born) < EARLY_BEFORE_DAYS else born


def in_weeks(days: int) -> str:
    """31 w 4 d, as perinatal notes write it."""
    return f"{days // 7} w {days % 7} d"
