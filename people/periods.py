"""How a new period of a medication stands among those there are. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """First and last day of a period; without a last day it goes on."""

    since: date
    until: date | None

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return (self.until is None or other.since <= self.until) and (
            other.until is None or self.since <= other.until
        )


class Fit(Enum):
    """What a change does to the latest period there is."""

    FOLLOWS = "follows"  # it lies after it
    CUTS = "cuts"  # the latest one ends the day before
    REPLACES = "replaces"  # it begins on the same day: a correction
    CLASHES = "clashes"  # it begins before the latest one


def fit(new: Span, latest: Span) -> Fit:
    """How a change stands to the latest period."""
    if latest.until is not None and latest.until < new.since:
        return Fit.FOLLOWS
    if new.since > latest.since:
        return Fit.CUTS
    return Fit.REPLACES if new.since == latest.since else Fit.CLASHES


def around(span: Span, hole: Span) -> tuple[Span | None, Span | None]:
    """What is left of a period before and after a hole in it, where there is anything."""
    left = right = None
    if span.since < hole.since:
        left = Span(span.since, hole.since - ONE_DAY)
    if hole.until is not None and (span.until is None or span.until > hole.until):
        right = Span(hole.until + ONE_DAY, span.until)
    return left, right
