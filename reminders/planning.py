"""When she may be written to, and whether this message is still owed. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from kernel.clock import UTC, at_local, zone_of
from schedule.quiet import is_quiet_day

# How far ahead the ledger is written, and how late a message may still be of use.
HORIZON = timedelta(hours=48)
STALE_AFTER = timedelta(hours=12)
# The longest any quiet hours can push a message: planning looks back this far for what is due.
LONGEST_QUIET = timedelta(hours=26)
# And so many quiet days in a row beyond that: a due date, a birth and a loss close together.
QUIET_DAYS = timedelta(days=4)
# What handing over one message may take: it must not end inside quiet hours it began before.
HAND_OVER = timedelta(minutes=1)
LOOK_AGAIN = timedelta(minutes=15)

# Why a message ended unsent: shown to staff as they stand.
DONE = "already done"
NOT_EXPECTED = "no longer expected"
WITHDRAWN = "she has left"
NO_CONSENT = "no consent to reminders"
PAUSED = "paused by her"
NO_ADDRESS = "no address"
TOO_LATE = "too late"
ONLY_QUIET = "only quiet hours were left"


@dataclass(frozen=True)
class QuietHours:
    """Wall-clock hours in which nothing is sent: from `start`, up to and without `end`.

    Over midnight when `start` is later than `end`; no quiet hours at all when they are equal.
    `remembered` are days a loss made heavy: they, and each year again, are quiet as a whole.
    """

    start: time
    end: time
    remembered: frozenset[date] = frozenset()

    def cover(self, clock: time) -> bool:
        """Whether a wall-clock time is quiet."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True)
class Due:
    """From when a message may be sent, and from when it must not any more."""

    at: datetime
    stale_at: datetime


class Act(Enum):
    """What is to be done with a message that is owed."""

    SEND = "send"
    LATER = "later"
    CANCEL = "cancel"
    EXPIRE = "expire"


@dataclass(frozen=True)
class Verdict:
    """`until` says when to look again (LATER); `reason` why it ends unsent."""

    act: Act
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """How things stand for one message at the moment it would be handed over."""

    done: bool
    expected: bool
    active: bool
    consented: bool
    paused: bool
    addressable: bool
    # Her course is not on hold, and a session she is told of is open to her.
    open: bool
    due: Due | None


def is_quiet(at: datetime, *, zone: str, quiet: QuietHours) -> bool:
    """Whether her wall clock shows a quiet time, or her calendar a quiet day, at that instant."""
    local = at.astimezone(zone_of(zone))
    return quiet.cover(local.time()) or is_quiet_day(local.date(), quiet.remembered)


def out_of_quiet(at: datetime, *, zone: str, quiet: QuietHours) -> datetime:
    """`at`, or the end of the quiet hours (or quiet days) it falls into.

    An hour the clocks repeat can be quiet twice, and an end the clocks skip does not exist:
    so go on to the next instant that could be the end until her clock shows no quiet time.
    """
    at = at.astimezone(UTC)
    while is_quiet(at, zone=zone, quiet=quiet):
        at = _next_end(at, zone=zone, end=quiet.end)
    return at


def due(
    *, remind_at: datetime, closes_at: datetime | None, zone: str, quiet: QuietHours
) -> Due | None:
    """When a message about a window is due; None when her quiet hours leave no time for it.

    On a quiet day it waits for the same hour of the next day.
    """
    at = out_of_quiet(_past_quiet_days(remind_at, zone, quiet), zone=zone, quiet=quiet)
    stale_at = at + STALE_AFTER
    if closes_at is not None:
        stale_at = min(stale_at, closes_at)
    return Due(at, stale_at) if at < stale_at else None


def decide(facts: Facts, *, now: datetime, zone: str, quiet: QuietHours) -> Verdict:
    """What to do with an owed message. What she did or said comes before what the clock says."""
    ended = _not_owed(facts)
    if ended:
        return Verdict(Act.CANCEL, ended)
    if facts.due is None:
        return Verdict(Act.EXPIRE, ONLY_QUIET)
    if now >= facts.due.stale_at:
        return Verdict(Act.EXPIRE, TOO_LATE)
    if now < facts.due.at:
        return Verdict(Act.LATER, until=facts.due.at)
    return _by_the_clock(facts.due, open=facts.open, now=now, zone=zone, quiet=quiet)


def back_off(tries: int) -> timedelta:
    """How long to wait after a try that did not reach anybody: 1, 2, 4 … 30 minutes."""
    return min(timedelta(minutes=2 ** min(max(tries - 1, 0), 5)), timedelta(minutes=30))


def _not_owed(facts: Facts) -> str:
    checks = (
        (facts.done, DONE),
        (not facts.expected, NOT_EXPECTED),
        (not facts.active, WITHDRAWN),
        (not facts.consented, NO_CONSENT),
        (facts.paused, PAUSED),
        (not facts.addressable, NO_ADDRESS),
    )
    return next((reason for so, reason in checks if so), "")


def _by_the_clock(due: Due, *, open: bool, now: datetime, zone: str, quiet: QuietHours) -> Verdict:
    for moment in (now, now + HAND_OVER):
        free = out_of_quiet(moment, zone=zone, quiet=quiet)
        if free > moment:
            late = free >= due.stale_at
            return Verdict(Act.EXPIRE, ONLY_QUIET) if late else Verdict(Act.LATER, until=free)
    if not open:
        return Verdict(Act.LATER, until=min(now + LOOK_AGAIN, due.stale_at))
    return Verdict(Act.SEND)


def _past_quiet_days(at: datetime, zone: str, quiet: QuietHours) -> datetime:
    local = at.astimezone(zone_of(zone))
    day = local.date()
    while is_quiet_day(day, quiet.remembered):
        day += timedelta(days=1)
    return at if day == local.date() else at_local(day, local.time(), zone)


def _next_end(at: datetime, *, zone: str, end: time) -> datetime:
    """The first instant after `at` that `end` on her clock may stand for."""
    place = zone_of(zone)
    today = at.astimezone(place).date()
    ends = (
        datetime.combine(today + timedelta(days=ahead), end, place).replace(fold=fold)
        for ahead in (0, 1, 2)
        for fold in (0, 1)
    )
    return min(instant for instant in (e.astimezone(UTC) for e in ends) if instant > at)
