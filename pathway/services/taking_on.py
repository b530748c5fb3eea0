"""Somebody takes a concern on, or an admin gives it to somebody."""

from datetime import datetime, timedelta

from django.db import transaction

from kernel.errors import BadInput, Conflict
from people.models import Participant, User
from people.services import grant
from safety.models import Concern
from safety.services import acknowledge

# How long whoever was called to a concern may see that mother.
CALLED_COVER = timedelta(days=7)


def take_on(*, concern: Concern, by: User, now: datetime, causes: int | None = None) -> Concern:
    """Acknowledge a concern. Who is called without being her clinician covers for a week.

    Acting needs her page and her number: the grant says who had them, why and how long. Of two
    at once the first stands (`acknowledged_by` says who); the second gets no cover by it.
    Raises Conflict (`other_cause`) when it has another cause than the `causes` they have read.
    """
    with transaction.atomic():
        acknowledge(concern=concern, by=by, now=now, causes=causes)
        if concern.acknowledged_by_id == by.pk:
            _cover(concern.participant, staff=by, by=by, now=now)
    return concern


@transaction.atomic
def hand_to(*, concern: Concern, staff: User, by: User, now: datetime) -> Concern:
    """Give a concern to a clinician of her clinic: told by mail, covering for a week.

    It stays open, and waits again when somebody else had acknowledged it. Raises BadInput for
    whoever is no clinician there or cannot sign in, Conflict when it is closed.
    """
    if not staff.is_active:
        raise BadInput("This person cannot sign in. Choose another.", field="staff")
    held = Concern.objects.select_for_update(of=("self",), no_key=True)
    held_now = held.select_related("participant").get(pk=concern.pk)
    if held_now.closed_at:
        raise Conflict("This concern is already closed.")
    _cover(held_now.participant, staff=staff, by=by, now=now)
    held_now.handed_to = staff
    if held_now.acknowledged_at and held_now.acknowledged_by_id != staff.pk:
        held_now.acknowledged_at = held_now.acknowledged_by = None
        held_now.waiting_since = now
    held_now.save()
    concern.refresh_from_db()
    return held_now


def _cover(her: Participant, *, staff: User, by: User, now: datetime) -> None:
    if not Participant.objects.clinical_for(staff).filter(pk=her.pk).exists():
        until = now + CALLED_COVER
        grant(staff=staff, participant=her, reason="cover", by=by, now=now, until=until)
