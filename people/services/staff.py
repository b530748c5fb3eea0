"""Who works where, and who may see whom."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from catalog.models import ContentVersion
from kernel.errors import BadInput
from people.addresses import check_address
from people.models import Clinic, Grant, Membership, Participant, User


def add_member(*, clinic: Clinic, email: str, name: str, role: str, now: datetime) -> User:
    """Give somebody a role at the clinic; an account without a password is made when needed.

    The caller mails the link to set a password (allauth's reset). Raises BadInput.
    """
    if role not in Membership.Role.values:
        raise BadInput("Choose a role.", field="role")
    check_address(email, field="email")
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            if not name.strip():
                raise BadInput("Write the name.", field="name")
            user = User.objects.create_user(email, name=name.strip(), zone=clinic.zone)
        Membership.objects.get_or_create(
            user=user, clinic=clinic, role=role, until=None, defaults={"since": now}
        )
    return user


def end_membership(*, membership: Membership, now: datetime) -> None:
    """The role ends at once; grants that rested on it end with it."""
    with transaction.atomic():
        Membership.objects.filter(pk=membership.pk, until=None).update(until=now)
        if membership.role == Membership.Role.CLINICIAN:
            Grant.objects.filter(
                Q(until=None) | Q(until__gt=now),
                staff=membership.user,
                participant__clinic=membership.clinic,
            ).update(until=now)


def grant(
    *,
    staff: User,
    participant: Participant,
    reason: str,
    by: User,
    now: datetime,
    until: datetime | None = None,
) -> Grant:
    """Let a clinician of her clinic see her. A grant that already holds is that grant."""
    if not staff.clinics_as(Membership.Role.CLINICIAN).filter(pk=participant.clinic_id).exists():
        raise BadInput("Only a clinician of her clinic can be given this.", field="staff")
    if until is not None and until <= now:
        raise BadInput("The end must lie in the future.", field="until")
    held = Grant.objects.filter(
        Q(until=None) | Q(until__gt=now), staff=staff, participant=participant, reason=reason
    ).first()
    return held or Grant.objects.create(
        staff=staff, participant=participant, reason=reason, granted_by=by, since=now, until=until
    )


def revoke_grant(*, grant: Grant, now: datetime) -> None:
    """It ends now."""
    Grant.objects.filter(pk=grant.pk).update(until=now)


def set_concern_email(*, clinic: Clinic, email: str) -> None:
    """A shared mailbox open concerns are mailed to besides people; empty: none. BadInput."""
    if email:
        check_address(email, field="concern_email")
    clinic.concern_email = email
    clinic.save(update_fields=["concern_email"])


def set_jurisdiction(*, clinic: Clinic, jurisdiction: str) -> None:
    """Whose rules, notice and help lines hold there. Raises BadInput for one without them."""
    released = ContentVersion.objects.filter(code=jurisdiction).exclude(
        status=ContentVersion.Status.WITHDRAWN
    )
    kinds = set(released.filter(kind__in=("safety", "crisis")).values_list("kind", flat=True))
    if kinds != {"safety", "crisis"}:
        raise BadInput(
            "There are no released rules and help lines for that jurisdiction.",
            field="jurisdiction",
        )
    clinic.jurisdiction = jurisdiction
    clinic.save(update_fields=["jurisdiction"])
