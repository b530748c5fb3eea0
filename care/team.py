"""Who works at a clinic and who sees whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q

from people.models import Clinic, Grant, Membership, Participant, User
from reminders.models import StaffPage


@dataclass(frozen=True)
class Member:
    """Somebody with their live roles here and whether their sign-in is set up."""

    user: User
    memberships: list[Membership]
    sign_in: str
    # How many mothers they see, and how many of those nobody else would see.
    sees: int
    alone: int


@dataclass(frozen=True)
class Seeing:
    """One grant; `last` when ending it leaves her with nobody who reads her answers."""

    grant: Grant
    last: bool


def members_of(clinic: Clinic, seeing: Iterable[Seeing]) -> list[Member]:
    """By name, each once, with all their roles at this clinic."""
    rows = (
        Membership.objects.filter(clinic=clinic, until=None)
        .select_related("user")
        .order_by("user__name", "role")
    )
    held: dict[User, list[Membership]] = defaultdict(list)
    for row in rows:
        held[row.user].append(row)
    second = set(
        Authenticator.objects.filter(user__in=held, type=Authenticator.Type.TOTP).values_list(
            "user", flat=True
        )
    )
    mothers, readers = defaultdict(set), defaultdict(set)
    for one in seeing:
        mothers[one.grant.staff_id].add(one.grant.participant_id)
        readers[one.grant.participant_id].add(one.grant.staff_id)
    return [
        Member(
            user,
            mine,
            _sign_in(user, user.pk in second),
            sees=len(mothers[user.pk]),
            alone=sum(1 for pk in mothers[user.pk] if readers[pk] == {user.pk}),
        )
        for user, mine in held.items()
    ]


def seeing_of(clinic: Clinic, *, now: datetime) -> list[Seeing]:
    """Live grants to mothers of this clinic."""
    grants = list(
        Grant.objects.filter(Q(until=None) | Q(until__gt=now), participant__clinic=clinic)
        .select_related("staff", "participant__identity", "granted_by")
        .order_by("staff__name", "since")
    )
    count = Counter(held.participant_id for held in grants)
    return [Seeing(held, count[held.participant_id] == 1) for held in grants]


def unread(mothers: Iterable[Participant], seeing: Iterable[Seeing]) -> list[Participant]:
    """Mothers whose answers nobody can read: a concern of theirs would wait unseen."""
    read = {one.grant.participant_id for one in seeing}
    alone = (mother for mother in mothers if mother.pk not in read)
    return sorted(alone, key=lambda mother: mother.identity.name)


def refused_mail(clinic: Clinic) -> str:
    """What the mail server said when it refused the last mail to the address for open concerns."""
    ended = StaffPage.objects.filter(
        concern__participant__clinic=clinic,
        recipient__iexact=clinic.concern_email,
        ended_at__isnull=False,
    )
    last = ended.order_by("-ended_at").first()
    return last.last_error if last and last.state == StaffPage.State.REFUSED else ""


def _sign_in(user: User, second: bool) -> str:
    if not user.is_active:
        return "account closed"
    if not user.has_usable_password():
        return "no password yet"
    return "password and app" if second else "password, no app yet"
