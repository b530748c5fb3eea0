"""Who of staff opened what is hers, by the record of reads: names, roles and days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
    rows = ReadEvent.objects.filter(
        at__gt=now - timedelta(days=SHOWN_DAYS),
        kind__in=DID,
        ids__overlap=[mother.public_id, *concerns],
    ).order_by("-at")
    seen = dict.fromkeys(
        (local_date(at, mother.zone), actor, kind)
        for at, actor, kind in rows.values_list("at", "actor", "kind")
    )
    names = _names({actor for _day, actor, _kind in seen})
    unknown = (_("The program itself"), "")
    return [
        Look(day, *names.get(actor, unknown), str(DID[ReadEvent.Kind(kind)]))
        for day, actor, kind in seen
    ]


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
