"""Days on which nothing is due to her: those a loss made heavy, and each year again. Pure."""

from collections.abc import Collection
from datetime import date


def is_quiet_day(day: date, remembered: Collection[date]) -> bool:
    """Whether `day` is one of the days remembered, or an anniversary of one."""
    return any(day == one or is_anniversary(day, one) for one in remembered)


def is_anniversary(day: date, of: date) -> bool:
    """The same day in a later year; of a 29 February the 28th where there is no 29th."""
    return day.year > of.year and day == in_year(of, day.year)


def in_year(day: date, year: int) -> date:
    """A day of the calendar in another year."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (day.month, day.day) == (2, 29) and not leap:
        return date(year, 2, 28)
    return day.replace(year=year)
