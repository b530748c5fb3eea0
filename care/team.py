"""Who works at a clinic and who sees whom."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from people.models import Clinic, Grant, Membership, User


@dataclass(frozen=True)
class Member:
    """Somebody with their live roles here and whether their sign-in is set up."""

    user: User
    memberships: list[Membership]
    sign_in: str


def members_of(clinic: Clinic) -> list[Member]:
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
    return [Member(user, mine, _sign_in(user, user.pk in second)) for user, mine in held.items()]


def grants_of(clinic: Clinic, *, now: datetime) -> QuerySet[Grant]:
    """Live grants to mothers of this clinic."""
    return (
        Grant.objects.filter(Q(until=None) | Q(until__gt=now), participant__clinic=clinic)
        .select_related("staff", "participant__identity", "granted_by")
        .order_by("staff__name", "since")
    )


def _sign_in(user: User, second: bool) -> str:
    if not user.is_active:
        return "account closed"
    if not user.has_usable_password():
        return "no password yet"
    return "password and app" if second else "password, no app yet"
