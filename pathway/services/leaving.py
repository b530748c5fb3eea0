"""She stops taking part, at once; and the clinic takes her up again when she asks."""

from datetime import datetime

from django.apps import apps
from django.db import transaction

from kernel.errors import BadInput
from measures.models import Battery
from people.models import Consent, Participant, User
from people.services import forget_device, revoke_consent, revoke_invitations
from reminders.services import cancel_owed
from schedule.models import Rule
from schedule.services import end_rule
from sessions.models import Course, HomePractice


@transaction.atomic
def stop_taking_part(*, participant: Participant, now: datetime) -> None:
    """End what is asked of her and what she agreed to, and shut each of her phones.

    What she said stays: the record must be kept, and an open concern still needs a person. Twice
    is once.
    """
    held = Participant.objects.select_for_update().get(pk=participant.pk)
    if held.status == Participant.Status.WITHDRAWN:
        return
    held.status = participant.status = Participant.Status.WITHDRAWN
    held.save(update_fields=["status"])
    for rule in Rule.objects.filter(participant=held, ended_at=None):
        end_rule(rule=rule, now=now)
    Course.objects.filter(participant=held, finished_at=None).update(finished_at=now)
    Battery.objects.filter(participant=held, ended_at=None).update(ended_at=now)
    HomePractice.objects.filter(participant=held, ended_at=None).update(ended_at=now)
    cancel_owed(participant=held, now=now)
    for purpose in Consent.Purpose.values:
        revoke_consent(participant=held, purpose=purpose, now=now)
    revoke_invitations(participant=held, now=now)
    for device in held.devices.filter(revoked_at=None):
        forget_device(device=device, now=now)


@transaction.atomic
def take_up_again(*, participant: Participant, by: User) -> None:
    """She asked to come back. Nothing begins by itself: she needs a link, is asked for each yes
    anew, and what she does next is assigned. Raises BadInput when she never stopped."""
    held = Participant.objects.select_for_update().get(pk=participant.pk)
    if held.status != Participant.Status.WITHDRAWN:
        raise BadInput("She is taking part already.")
    held.status = participant.status = Participant.Status.ACTIVE
    held.save(update_fields=["status"])


def stopped_at(participant: Participant) -> datetime | None:
    """Since when she has stopped, or None."""
    if participant.status != Participant.Status.WITHDRAWN:
        return None
    history = apps.get_model("people", "ParticipantEvent").objects.filter(pgh_obj=participant)
    rows = history.order_by("-pgh_created_at", "-pgh_id")
    since = None
    for at, status in rows.values_list("pgh_created_at", "status"):
        if status != Participant.Status.WITHDRAWN:
            break
        since = at
    return since
