"""How often a clinic is told of an open concern. Pure. There is one rung: one address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

EVERY = {
    "now": timedelta(minutes=60),
    "today": timedelta(hours=4),
    "next_visit": timedelta(days=1),
}
# Nobody may have been told: a page that is not known to have arrived is repeated soon; one that
# was refused too (somebody may have mended the address), though no server likes to say so often.
AGAIN = {"unknown": timedelta(minutes=5), "refused": timedelta(minutes=15)}


@dataclass(frozen=True)
class Page:
    """The last page sent about a concern and how it ended."""

    ordinal: int
    state: str
    ended_at: datetime | None


@dataclass(frozen=True)
class NextPage:
    """The page owed next."""

    ordinal: int
    due_at: datetime


def next_page(*, tier: str, raised_at: datetime, last: Page | None) -> NextPage | None:
    """The next page about an unacknowledged concern; None while the last one has not ended.

    Counted from the end of the last, so that pages held up by an outage never come in a heap.
    """
    if last is None:
        return NextPage(0, raised_at)
    if last.ended_at is None:
        return None
    wait = min(EVERY[tier], AGAIN.get(last.state, EVERY[tier]))
    return NextPage(last.ordinal + 1, last.ended_at + wait)
