"""When a clinic looks: a week of spans, the days it is closed, and its clock. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kernel.clock import UTC, at_local, local_date

Span = tuple[time, time]
# The last minute of a day stands for its end: a time of day cannot say 24:00.
END_OF_DAY = time(23, 59)
# Who opens on no day within this many is taken never to open.
HORIZON_DAYS = 400
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Hours:
    """One span a weekday at most (Monday is 0), on the clinic's own clock.

    An opening that the clocks leap over is moved on by the leap; a closing the clocks pass twice
    is the first: better to say closed too early than open too long.
    """

    zone: str
    week: Mapping[int, Span] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()

    def span_on(self, day: date) -> tuple[datetime, datetime] | None:
        """From when until when it is open on that day of its own, or None."""
        clock = None if day in self.closed else self.week.get(day.weekday())
        if clock is None:
            return None
        opens, closes = clock
        start = at_local(day, opens, self.zone)
        if closes >= END_OF_DAY:
            end = at_local(day + timedelta(days=1), time(0), self.zone)
        else:
            end = at_local(day, closes, self.zone)
        return (start, end) if start < end else None

    def is_open(self, at: datetime) -> bool:
        """Whether somebody looks at that instant; at the closing minute nobody does."""
        return self.closes_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the span that holds `at` ends; None while it is closed."""
        span = self.span_on(local_date(at, self.zone))
        return span[1] if span and span[0] <= at < span[1] else None

    def next_open(self, at: datetime) -> datetime | None:
        """`at` itself while it is open, else the next opening; None when there is none."""
        for start, _end in self._spans(at):
            return max(start, at)
        return None

    def add_open_minutes(self, start: datetime, minutes: int) -> datetime | None:
        """When that many minutes of being open have gone by since `start`.

        None when there are not that many within the horizon. For no minutes: the next opening.
        """
        left = minutes * MINUTE
        for opens, closes in self._spans(start):
            begins = max(opens, start)
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
        return None

    def open_minutes(self, a: datetime, b: datetime) -> float:
        """For how many minutes between the two instants it is open."""
        total = timedelta()
        for opens, closes in self._spans(a):
            if opens >= b:
                break
            total += min(closes, b) - max(opens, a)
        return total / MINUTE

    def _spans(self, after: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Spans that end after that instant, in order."""
        first = local_date(after, self.zone)
        if not self.week:
            return
        for n in range(HORIZON_DAYS):
            span = self.span_on(first + timedelta(days=n))
            if span and span[1] > after:
                yield span


def next_day(at: datetime, zone: str) -> datetime:
    """The first instant of the day after, on that clock."""
    return at_local(local_date(at, zone) + timedelta(days=1), time(0), zone).astimezone(UTC)
