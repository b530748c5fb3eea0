"""Who of staff opened what is hers, by the record of reads: names, roles and days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import ReadEvent
from kernel.clock import local_date
from people.models import Membership, Participant, User
from safety.models import Concern

SHOWN_DAYS = 90
# A name in a list is no look at what she said.
DID = {
    ReadEvent.Kind.OPENED: gettext_lazy("read your page"),
    ReadEvent.Kind.EXPORTED: gettext_lazy("took numbers out"),
    ReadEvent.Kind.UNMASKED: gettext_lazy("saw how to reach you"),
}
# What was done, where the page it was done on says more than its kind.
DID_THERE = {"care:copy": gettext_lazy("made a copy with you")}
ROLES = {
    Membership.Role.CLINICIAN: gettext_lazy("works with you"),
    Membership.Role.COORDINATOR: gettext_lazy("plans the visits"),
    Membership.Role.CLINIC_ADMIN: gettext_lazy("runs the team"),
    Membership.Role.RESEARCHER: gettext_lazy("does the research"),
}


@dataclass(frozen=True)
class Look:
    """What one person did on one day."""

    day: date
    name: str
    role: str
    what: str


def looks_at(mother: Participant, *, now: datetime) -> list[Look]:
    """The newest first, one a person, day and kind, of the last ninety days."""
    concerns = Concern.objects.filter(participant=mother).values_list("public_id", flat=True)
    rows = reads_of([mother.public_id, *concerns], now=now)
    seen = dict.fromkeys(
        (local_date(at, mother.zone), actor, _did(kind, where))
        for at, actor, kind, where in rows.values_list("at", "actor", "kind", "where")
    )
    names = _names({actor for _day, actor, _what in seen})
    unknown = (_("The program itself"), "")
    return [Look(day, *names.get(actor, unknown), what) for day, actor, what in seen]


def _did(kind: str, where: str) -> str:
    there = DID_THERE.get(where) if kind == ReadEvent.Kind.EXPORTED else None
    return str(there or DID[ReadEvent.Kind(kind)])


def reads_of(ids: list[UUID], *, now: datetime) -> QuerySet[ReadEvent]:
    """The reads that showed any of these, the newest first."""
    since = now - timedelta(days=SHOWN_DAYS)
    return ReadEvent.objects.filter(at__gt=since, kind__in=DID, ids__overlap=ids).order_by("-at")


def last_look(mother: Participant, *, now: datetime) -> str:
    """In one line."""
    found = looks_at(mother, now=now)
    if not found:
        return _("Nobody in the last 90 days")
    day = date_format(found[0].day, "j F")
    return _("Last: %(name)s, %(day)s") % {"name": found[0].name, "day": day}


def _names(actors: set[str]) -> dict[str, tuple[str, str]]:
    """By actor: how this person is called, and what they do there."""
    ids = [actor.partition(":")[2] for actor in actors if actor.startswith("staff:")]
    staff = User.objects.filter(public_id__in=ids).prefetch_related("memberships")
    return {one.actor: (one.name, _role(one)) for one in staff}


def _role(staff: User) -> str:
    held = [one for one in staff.memberships.all() if one.until is None]
    return ", ".join(str(ROLES[Membership.Role(one.role)]) for one in held)
