"""What becomes of something expected when the date it hangs on moves or is gone. Pure.

Done stays. Cancelled stays, unless the lost date was the reason. What is open, or begun, stays
where it is, so that nothing she sees goes from under her hands; what lies ahead moves. Nothing
that is past is brought back, and a message whose hour has passed is not sent.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from schedule.windows import Window

NO_ANCHOR = "no_anchor"
PASSED = "passed"


class Act(Enum):
    """What to do with one occurrence."""

    KEEP = "keep"
    PUT = "put"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Held:
    """One occurrence as it stands. `cancelled` is the reason, or None while it is not.

    `why_unknown` of rows cancelled before reasons were kept is the empty text.
    """

    window: Window
    done: bool
    cancelled: str | None
    begun: bool


@dataclass(frozen=True)
class Fate:
    """`window` is where it is put (PUT), `why` the reason it is cancelled for (CANCEL)."""

    act: Act
    window: Window | None = None
    why: str = ""


KEEP = Fate(Act.KEEP)


def fate(held: Held, to: Window | None, *, now: datetime) -> Fate:
    """What becomes of an occurrence whose window would now be `to`; None: its date is gone."""
    if held.done:
        return KEEP
    if held.cancelled is not None:
        return _of_cancelled(held, to, now)
    if _is_over(held.window, now):
        return KEEP
    if to is None:
        return Fate(Act.CANCEL, why=NO_ANCHOR)
    if held.begun or held.window.opens_at <= now or _same(held.window, to):
        return KEEP
    return put(to, now=now)


def put(to: Window, *, now: datetime) -> Fate:
    """Where something new, or something that moves, is put: nothing past is brought back."""
    if _is_over(to, now):
        return Fate(Act.CANCEL, to, PASSED)
    return Fate(Act.PUT, replace(to, remind_at=ahead(to, now=now)))


def ahead(to: Window, *, now: datetime) -> datetime | None:
    """When a message about a window may go out; None when that hour has passed."""
    if to.remind_at is None or max(to.remind_at, to.opens_at) <= now:
        return None
    return to.remind_at


def _of_cancelled(held: Held, to: Window | None, now: datetime) -> Fate:
    """The date is back: so is what it carried, unless its days are over."""
    if to is None or held.cancelled not in (NO_ANCHOR, PASSED):
        return KEEP
    fated = put(to, now=now)
    if held.cancelled == PASSED and fated.act is Act.CANCEL:
        return KEEP
    return fated


def _is_over(window: Window, now: datetime) -> bool:
    return window.closes_at is not None and window.closes_at <= now


def _same(one: Window, other: Window) -> bool:
    return (one.day, one.opens_at, one.closes_at) == (other.day, other.opens_at, other.closes_at)
