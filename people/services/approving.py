"""A clinic takes responsibility for a version of a curriculum before anybody is given it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from catalog.models import ContentVersion
from kernel.errors import BadInput
from people.models import Clinic, ContentApproval, Delivery, User


@transaction.atomic
def approve_content(
    *,
    clinic: Clinic,
    content_version: ContentVersion,
    deliveries: Iterable[str],
    is_draft: bool,
    knew_draft: bool,
    by: User,
    now: datetime,
) -> list[ContentApproval]:
    """Approve a version for each way of giving it; what holds already is left as it is.

    Raises BadInput for none or an unknown one, for a withdrawn version, for a draft that was not
    acknowledged as one, and for `self_guided` while no lead of the clinic turned that on.
    """
    wanted = list(dict.fromkeys(deliveries))
    if not wanted or not set(wanted) <= set(Delivery.values):
        raise BadInput("Choose how it may be given: at least one way.", field="deliveries")
    if content_version.status == ContentVersion.Status.WITHDRAWN:
        raise BadInput("This version was withdrawn: approve a newer one.", field="version")
    if is_draft and not knew_draft:
        raise BadInput("It is a draft. Tick that your clinic knows that.", field="knew_draft")
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    if Delivery.SELF_GUIDED in wanted and not clinic.self_guided_by:
        raise BadInput(
            "Giving sessions without visits or a group is off at your clinic. "
            "A lead must turn it on first.",
            field="deliveries",
        )
    held = approvals_of(clinic).filter(code=content_version.code, version=content_version.version)
    missing = set(wanted) - set(held.values_list("delivery", flat=True))
    return [
        ContentApproval.objects.create(
            clinic=clinic,
            code=content_version.code,
            version=content_version.version,
            delivery=delivery,
            knew_draft=is_draft and knew_draft,
            approved_by=by,
            approved_at=now,
        )
        for delivery in wanted
        if delivery in missing
    ]


def end_approval(*, approval: ContentApproval, by: User, now: datetime) -> None:
    """Nobody is newly given it this way; a course that began goes on. Twice is once."""
    ContentApproval.objects.filter(pk=approval.pk, ended_at=None).update(ended_by=by, ended_at=now)


@transaction.atomic
def set_self_guided(*, clinic: Clinic, lead: str, by: User, now: datetime) -> None:
    """Turn it on in the name of the lead who decided, or off with an empty name.

    Off ends the approvals that rest on it. Raises BadInput for a name that is too long.
    """
    lead = lead.strip()
    if len(lead) > 120:
        raise BadInput("Write the name in up to 120 letters.", field="lead")
    clinic.self_guided_by = lead
    clinic.save(update_fields=["self_guided_by"])
    if not lead:
        resting = approvals_of(clinic).filter(delivery=Delivery.SELF_GUIDED)
        resting.update(ended_by=by, ended_at=now)


def approvals_of(clinic: Clinic) -> QuerySet[ContentApproval]:
    """What holds now."""
    return ContentApproval.objects.filter(clinic=clinic, ended_at=None)


def deliveries_for(clinic: Clinic, content_version: ContentVersion) -> tuple[str, ...]:
    """How this clinic may give this version, in the order they are offered; empty: not at all.

    An invented clinic gives what it likes, except alone when no lead turned that on.
    """
    if clinic.is_synthetic:
        alone = bool(clinic.self_guided_by)
        return tuple(one for one in Delivery.values if alone or one != Delivery.SELF_GUIDED)
    held = approvals_of(clinic).filter(code=content_version.code, version=content_version.version)
    approved = set(held.values_list("delivery", flat=True))
    return tuple(one for one in Delivery.values if one in approved)
