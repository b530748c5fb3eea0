"""Raising, acknowledging and closing concerns."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import BadInput, Conflict
from people.models import Participant, User
from safety.models import Concern


def raise_concern(
    *,
    participant: Participant,
    rule: str,
    tier: str,
    source_kind: str,
    source_id: UUID,
    happened_at: datetime,
    now: datetime,
) -> Concern:
    """Record that a person must look. Call it inside the transaction of what caused it.

    The same source raises one concern for a rule, however often it is handed in. Delivery is at
    least once: reminders.page_staff repeats it until somebody acknowledges.
    """
    concern, _ = Concern.objects.get_or_create(
        rule=rule,
        source_id=source_id,
        defaults={
            "participant": participant,
            "tier": tier,
            "source_kind": source_kind,
            "happened_at": happened_at,
            "raised_at": now,
        },
    )
    return concern


def acknowledge(*, concern: Concern, by: User, now: datetime) -> Concern:
    """Somebody has seen it and takes it on; the first to do so stands."""
    mine = Concern.objects.filter(pk=concern.pk, acknowledged_at=None)
    mine.update(acknowledged_at=now, acknowledged_by=by)
    concern.refresh_from_db()
    return concern


def close(*, concern: Concern, by: User, what_was_done: str, now: datetime) -> Concern:
    """End it with what was done. Raises BadInput without words, Conflict when it is closed."""
    if not what_was_done.strip():
        raise BadInput("Write what was done, also when it was only a talk.", field="what_was_done")
    with transaction.atomic():
        held = Concern.objects.select_for_update().get(pk=concern.pk)
        if held.closed_at:
            raise Conflict("This concern is already closed.")
        if held.acknowledged_at is None:
            held.acknowledged_at, held.acknowledged_by = now, by
        held.closed_at, held.closed_by = now, by
        held.what_was_done = what_was_done.strip()
        held.save()
    return held
