"""The list of concerns: what waits, what was taken on, what is closed, as somebody filtered it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from care.concerns import in_order
from people.models import Clinic, User
from safety.models import Concern
from safety.services import unseen

RELATED = (
    "participant__identity",
    "participant__clinic",
    "acknowledged_by",
    "closed_by",
    "handed_to",
)
CLOSED_SHOWN = 100


@dataclass(frozen=True)
class Listed:
    """Concerns this person reads, in three groups, and those an admin only knows of."""

    waiting: list[Concern]
    taken: list[Concern]
    closed: list[Concern]
    known: list[Concern]
    # Keys of those nobody has seen though their ladder is climbed.
    unseen: frozenset[int]
    # There are more closed ones than are shown.
    more: bool

    @property
    def all(self) -> list[Concern]:
        """Whoever is named on the page."""
        return [*self.waiting, *self.taken, *self.closed, *self.known]


@dataclass(frozen=True)
class Waiting:
    """How many wait, and the keys of those past their whole ladder."""

    open: int
    unseen: frozenset[int]


def listed_for(user: User, chosen: Mapping[str, str], *, now: datetime) -> Listed:
    """As chosen: `show` a group, `tier` how urgent, `q` a part of her name."""
    visible = Concern.objects.visible_to(user)
    alarmed = waiting_for(user, now=now).unseen
    mine = _with_people(visible, chosen["tier"])
    admin = Concern.objects.known_to_admin(user).exclude(pk__in=visible.values("pk"))
    show = chosen["show"]
    waiting = in_order(mine.open().filter(closed_at=None))
    known = in_order(_with_people(admin, chosen["tier"]))
    if show == "unseen":
        waiting = [row for row in waiting if row.pk in alarmed]
    if show in ("open", "unseen", "taken"):
        known = [row for row in known if _fits(row, show, alarmed)]
    taken = mine.exclude(acknowledged_at=None).filter(closed_at=None).order_by("acknowledged_at")
    closed = mine.exclude(closed_at=None).order_by("-closed_at")
    past = _named(closed, chosen["q"]) if show in ("all", "closed") else []
    return Listed(
        waiting=_named(waiting, chosen["q"]) if show in ("all", "open", "unseen") else [],
        taken=_named(taken, chosen["q"]) if show in ("all", "taken") else [],
        closed=past[:CLOSED_SHOWN],
        known=_named(known, chosen["q"]) if show != "closed" else [],
        unseen=alarmed,
        more=len(past) > CLOSED_SHOWN,
    )


def waiting_for(user: User, *, now: datetime) -> Waiting:
    """Unacknowledged concerns this person reads, or knows of as an admin."""
    mine = Concern.objects.visible_to(user).open().values_list("pk", flat=True)
    known = Concern.objects.known_to_admin(user).open().values_list("pk", flat=True)
    keys = {*mine, *known}
    if not keys:
        return Waiting(0, frozenset())
    clinics = Clinic.objects.filter(participants__concerns__in=keys).distinct()
    return Waiting(len(keys), frozenset(row.pk for row in unseen(clinics, now) if row.pk in keys))


def _with_people(rows, tier: str):
    counted = rows.annotate(causes=Count("sources")).select_related(*RELATED)
    return counted.filter(tier=tier) if tier else counted


def _fits(row: Concern, show: str, alarmed: frozenset[int]) -> bool:
    if show == "unseen":
        return row.pk in alarmed
    return (row.acknowledged_at is not None) == (show == "taken")


def _named(rows: Iterable[Concern], words: str) -> list[Concern]:
    """Names are encrypted: they are looked through here."""
    wanted = words.strip().casefold()
    return [row for row in rows if wanted in row.participant.identity.name.casefold()]
