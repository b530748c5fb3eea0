"""Whether a session of a course is open. Pure."""

from datetime import datetime

OPEN = "open"
HELD = "held"
AFTER_PREVIOUS = "after_previous"
TOO_EARLY = "too_early"


def opening(
    *,
    now: datetime,
    opens_at: datetime,
    previous_done: bool,
    released: bool,
    held: bool,
    course_held: bool,
) -> str:
    """`open`, or why not.

    A hold, of the session or the whole course, stands above all. A release is a person's
    decision that it may begin now: neither the day nor the session before it is waited for.
    Otherwise the one before must be done and its day must have come.
    """
    if held or course_held:
        return HELD
    if released:
        return OPEN
    if not previous_done:
        return AFTER_PREVIOUS
    return OPEN if now >= opens_at else TOO_EARLY
