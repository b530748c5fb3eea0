"""Who is told of an open concern and when: rung by rung, until a person acknowledges it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from safety.hours import Hours, next_day

NOBODY = ""
# Nobody may have been told: a page that is not known to have arrived is repeated soon; one that
# was refused too (somebody may have mended the address), though no server likes to say so often.
AGAIN = {"unknown": timedelta(minutes=5), "refused": timedelta(minutes=15)}
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Rung:
    """People told together: on_duty, back_up or admin."""

    name: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """The last page to one recipient about a concern, and how it ended."""

    ordinal: int
    state: str
    ended_at: datetime | None


@dataclass(frozen=True)
class NextPage:
    """The page owed next to one recipient."""

    recipient: str
    rung: str
    ordinal: int
    due_at: datetime


@dataclass(frozen=True)
class Pace:
    """How long a rung has before the next one is told too, by which clock.

    `now` runs by the wall clock, at night as well: more mails are better than silence. The others
    count minutes the clinic is open; a clinic that stated no hours is taken to be always open. The
    first mail about `today` does not wait for that either: somebody may look on a Saturday.
    """

    tier: str
    minutes: int
    hours: Hours

    def after(self, start: datetime, times: int) -> datetime:
        """When the wait has gone by that many times since `start`."""
        wall = start + timedelta(minutes=self.minutes * times)
        if self.tier == "now" or (self.tier == "today" and times == 0):
            return wall
        passed = self.hours.add_open_minutes(start, self.minutes * times)
        # A span that ends on the minute: it is told when somebody is there again.
        opened = self.hours.next_open(passed) if passed else None
        return opened or wall

    def again(self, told: datetime) -> datetime:
        """When somebody told at that instant is told again; of `next_visit` not twice a day."""
        due = self.after(told, 1)
        if self.tier == "next_visit":
            tomorrow = next_day(told, self.hours.zone)
            return max(due, self.hours.next_open(tomorrow) or tomorrow)
        return due


def climb(people: Sequence[Rung], *, mailbox: str = "") -> list[Rung]:
    """The rungs somebody stands on, each person on the first of theirs.

    A rung with nobody passes to the next at once. A shared mailbox is told with the first; it is
    no person, so it holds nobody back. Without anybody there is one rung with NOBODY.
    """
    seen: set[str] = set()
    rungs = []
    for rung in people:
        fresh = tuple(dict.fromkeys(one.lower() for one in rung.recipients))
        fresh = tuple(one for one in fresh if one not in seen)
        seen.update(fresh)
        if fresh:
            rungs.append(Rung(rung.name, fresh))
    box = mailbox.lower()
    if not rungs:
        return [Rung("on_duty", (box or NOBODY,))]
    if box:
        later = [Rung(r.name, tuple(one for one in r.recipients if one != box)) for r in rungs[1:]]
        first = Rung(rungs[0].name, tuple(dict.fromkeys((*rungs[0].recipients, box))))
        rungs = [first, *(rung for rung in later if rung.recipients)]
    return rungs


def next_pages(
    rungs: Sequence[Rung], *, since: datetime, last: Mapping[str, Page], pace: Pace
) -> list[NextPage]:
    """The next page for each recipient; none for one whose last page has not ended.

    Counted for each from the end of their own last page, so that one dead mailbox holds up nobody
    else, and pages held up by an outage never come in a heap. What was told before `since` counts
    for nothing: the concern waits anew.
    """
    pages = []
    for place, rung in enumerate(rungs):
        begins = pace.after(since, place)
        for recipient in rung.recipients:
            before = last.get(recipient)
            due = _due(before, since=since, begins=begins, pace=pace)
            if due is not None:
                ordinal = before.ordinal + 1 if before else 0
                pages.append(NextPage(recipient, rung.name, ordinal, due))
    return pages


def _due(before: Page | None, *, since: datetime, begins: datetime, pace: Pace) -> datetime | None:
    if before is None:
        return begins
    if before.ended_at is None:
        return None
    if before.ended_at < since:
        return begins
    if before.state == CANCELLED:
        return max(begins, before.ended_at)
    due = pace.again(before.ended_at)
    if before.state in AGAIN:
        return min(due, before.ended_at + AGAIN[before.state])
    return due


def unseen_from(rungs: Sequence[Rung], *, since: datetime, pace: Pace) -> datetime:
    """From when a concern nobody acknowledged counts as seen by nobody.

    That is when the last rung is told; with one rung, when it has had its time; with nobody to
    tell, at once.
    """
    if rungs[0].recipients == (NOBODY,):
        return pace.after(since, 0)
    return pace.after(since, max(1, len(rungs) - 1))
