"""Who is told of a concern: the people of a clinic, rung by rung, as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from catalog.services import for_jurisdiction
from people.models import Clinic, Grant, Membership, User
from safety.hours import Hours
from safety.ladder import Pace, Rung, climb, unseen_from
from safety.models import Concern, Duty, Protocol
from safety.services.duty import hours_of, protocol_of

HER_CLINICIAN = "her_clinician"


@dataclass(frozen=True)
class Answering:
    """One clinic's people and clocks at one instant; read once for all of its concerns."""

    clinic: Clinic
    now: datetime
    hours: Hours
    minutes: dict[str, int]
    on_duty: tuple[str, ...]
    back_up: tuple[str, ...]
    admins: tuple[str, ...]


def answering(clinic: Clinic, *, now: datetime) -> Answering:
    """Who answers for this clinic now. Whoever left or cannot sign in is not among them."""
    live = Duty.objects.live(now=now).filter(clinic=clinic).order_by("since", "pk")
    duties = list(live.values_list("rung", "user__email"))
    protocol = protocol_of(clinic) or Protocol()
    return Answering(
        clinic=clinic,
        now=now,
        hours=hours_of(clinic),
        minutes={
            Concern.Tier.NOW: protocol.now_minutes,
            Concern.Tier.TODAY: protocol.today_minutes,
            Concern.Tier.NEXT_VISIT: protocol.next_visit_minutes,
        },
        on_duty=tuple(mail for rung, mail in duties if rung == Duty.Rung.ON_DUTY),
        back_up=tuple(mail for rung, mail in duties if rung == Duty.Rung.BACK_UP),
        admins=addresses(_working(clinic, Membership.Role.CLINIC_ADMIN)),
    )


def rungs_of(concern: Concern, there: Answering) -> list[Rung]:
    """The ladder of one concern: first those it is for, then the back-up, then the admins.

    What is for her own clinician passes to those on duty and back-up when they do not answer.
    """
    first, second = there.on_duty, there.back_up
    if for_her_clinician(concern):
        first, second = _her_clinicians(concern, there), (*there.on_duty, *there.back_up)
    if concern.handed_to_id:
        clinicians = _working(there.clinic, Membership.Role.CLINICIAN)
        first = (*addresses(clinicians.filter(pk=concern.handed_to_id)), *first)
    people = [Rung("on_duty", first), Rung("back_up", second), Rung("admin", there.admins)]
    return climb(people, mailbox=there.clinic.concern_email)


def pace_of(concern: Concern, there: Answering) -> Pace:
    """How fast its ladder is climbed."""
    return Pace(concern.tier, there.minutes[concern.tier], there.hours)


def red_from(concern: Concern, there: Answering) -> datetime:
    """From when, unacknowledged, it counts as seen by nobody."""
    rungs = rungs_of(concern, there)
    return unseen_from(rungs, since=concern.waiting_since, pace=pace_of(concern, there))


def for_her_clinician(concern: Concern) -> bool:
    """Whether every rule behind it says so, and it is not urgent."""
    if concern.tier != Concern.Tier.NEXT_VISIT:
        return False
    rules = for_jurisdiction("safety", concern.participant.clinic.jurisdiction).content.rules
    who = {rule.code: rule.who for rule in rules}
    codes = {source.rule for source in concern.sources.all()}
    return bool(codes) and all(who.get(code) == HER_CLINICIAN for code in codes)


def addresses(users: Iterable[User]) -> tuple[str, ...]:
    """Their e-mail addresses."""
    return tuple(user.email for user in users)


def admins_of(clinic: Clinic) -> tuple[str, ...]:
    """The addresses of its clinic admins who can sign in."""
    return addresses(_working(clinic, Membership.Role.CLINIC_ADMIN))


def _her_clinicians(concern: Concern, there: Answering) -> tuple[str, ...]:
    granted = Grant.objects.filter(
        Q(until=None) | Q(until__gt=there.now),
        participant=concern.participant_id,
        since__lte=there.now,
    )
    clinicians = _working(there.clinic, Membership.Role.CLINICIAN)
    return addresses(clinicians.filter(pk__in=granted.values("staff")))


def _working(clinic: Clinic, role: str) -> "QuerySet[User]":
    held = Membership.objects.filter(clinic=clinic, role=role, until=None)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")
