"""Instants and wall clocks. Everything here takes its time as an argument."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kernel.errors import BadInput

UTC = UTC


@dataclass(frozen=True)
class Moment:
    """An instant as it was where she was: UTC, IANA zone, offset from UTC in minutes."""

    at: datetime
    zone: str
    offset_minutes: int

    @property
    def local(self) -> datetime:
        """Naive wall-clock time."""
        return (self.at + timedelta(minutes=self.offset_minutes)).replace(tzinfo=None)


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The IANA zone. Raises BadInput when there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"There is no time zone named “{name}”.", field="zone") from error


def moment(at: datetime, zone: str) -> Moment:
    """`at` (aware) seen from `zone`."""
    offset = at.astimezone(zone_of(zone)).utcoffset() or timedelta()
    return Moment(at.astimezone(UTC), zone, int(offset.total_seconds() // 60))


def at_local(day: date, clock: time, zone: str) -> datetime:
    """The UTC instant of a wall-clock time.

    A time that occurs twice (clocks go back) is the first one; one that does not occur
    (clocks go forward) is moved on by the length of the gap, as PEP 495 defines for fold=0.
    """
    local = datetime.combine(day, clock, tzinfo=zone_of(zone))
    return local.astimezone(UTC)


def local_date(at: datetime, zone: str) -> date:
    """The calendar day there at that instant."""
    return at.astimezone(zone_of(zone)).date()


def parse_instant(text: object) -> datetime | None:
    """An aware instant from ISO 8601, or None."""
    if not isinstance(text, str):
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    if parsed.tzinfo is None:
        return None
    try:
        return parsed.astimezone(UTC)
    except OverflowError:
        return None
