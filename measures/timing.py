"""Where an answer stands against its window. Pure."""

from datetime import datetime

IN_TIME = "in_time"
ARRIVED_LATE = "arrived_late"
AFTER_CLOSE = "after_close"


def timing(*, closes_at: datetime | None, answered_at: datetime, received_at: datetime) -> str:
    """Given and received before the close; given before and received after; or given after.

    `answered_at` is by our clock (the phone's skew taken off). Without a close all is in time.
    """
    if closes_at is None or received_at < closes_at:
        return IN_TIME
    if answered_at < closes_at:
        return ARRIVED_LATE
    return AFTER_CLOSE
