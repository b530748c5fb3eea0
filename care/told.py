"""Who was told of a concern, when, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from people.models import User
from reminders.models import StaffPage
from reminders.services import pages_ahead, pages_of
from safety.models import Concern


@dataclass(frozen=True)
class Telling:
    """One mail to one person: its rung (a mailbox has none), and why it did not arrive."""

    rung: str
    who: str
    address: str
    due_at: datetime
    ended_at: datetime | None
    state: str
    error: str


@dataclass(frozen=True)
class Coming:
    """The next mail to one person."""

    who: str
    rung: str
    due_at: datetime


def told_of(concern: Concern) -> list[Telling]:
    """Every mail about it, newest first."""
    pages = list(pages_of(concern))
    names = names_of(page.recipient for page in pages)
    return [_telling(page, names) for page in pages]


def next_of(concern: Concern, *, now: datetime) -> list[Coming]:
    """Who is told next and when, unless somebody takes it on."""
    ahead = pages_ahead(concern, now=now)
    names = names_of(page.recipient for page in ahead)
    rungs = dict(StaffPage.Rung.choices)
    return [
        Coming(
            who=_who(page.recipient, names),
            rung=str(rungs.get(page.rung, page.rung)) if page.recipient in names else "",
            due_at=page.due_at,
        )
        for page in ahead
        if page.recipient
    ]


def names_of(addresses: Iterable[str]) -> dict[str, str]:
    """By address in lower case, whose it is; a shared mailbox is nobody's."""
    wanted = {address.lower() for address in addresses if address}
    return dict(User.objects.filter(email__in=wanted).values_list("email", "name"))


def _telling(page: StaffPage, names: dict[str, str]) -> Telling:
    return Telling(
        rung=page.get_rung_display() if page.recipient.lower() in names else "",
        who=_who(page.recipient, names),
        address=page.recipient,
        due_at=page.due_at,
        ended_at=page.ended_at,
        state=page.get_state_display(),
        error=page.last_error,
    )


def _who(address: str, names: dict[str, str]) -> str:
    return names.get(address.lower(), address and "a shared mailbox")
