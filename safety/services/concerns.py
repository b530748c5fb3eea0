"""Raising, acknowledging and closing concerns."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.clock import local_date
from kernel.errors import BadInput, Conflict
from people.models import Participant, User
from safety.models import Concern, ConcernSource

# The most urgent first.
URGENCY = {Concern.Tier.NOW: 0, Concern.Tier.TODAY: 1, Concern.Tier.NEXT_VISIT: 2}


@transaction.atomic
def raise_concern(
    *,
    participant: Participant,
    rule: str,
    tier: str,
    kind: str,
    source_id: UUID,
    happened_at: datetime,
    now: datetime,
) -> Concern:
    """Record that a person must look. Call it inside the transaction of what caused it.

    The same source raises nothing twice for a rule, however often it is handed in. What happened
    on the same day of hers as an open concern joins it: the more urgent tier stands, and somebody
    must acknowledge it (again). Delivery is at least once: reminders.page_staff repeats it.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    known = ConcernSource.objects.filter(rule=rule, source_id=source_id).first()
    if known is not None:
        return known.concern
    day = local_date(happened_at, mother.zone)
    concern = _joined(mother, day, tier, happened_at, now) or Concern.objects.create(
        participant=mother,
        tier=tier,
        day=day,
        happened_at=happened_at,
        raised_at=now,
        waiting_since=now,
    )
    ConcernSource.objects.create(
        concern=concern,
        rule=rule,
        tier=tier,
        kind=kind,
        source_id=source_id,
        happened_at=happened_at,
        received_at=now,
    )
    return concern


def _joined(mother: Participant, day, tier: str, happened_at: datetime, now: datetime):
    """The open concern of that day, waiting anew, or None."""
    concern = mother.concerns.filter(day=day, closed_at=None).order_by("pk").last()
    if concern is None:
        return None
    was_seen = concern.acknowledged_at is not None
    if was_seen or URGENCY[tier] < URGENCY[concern.tier]:
        concern.waiting_since = now
    concern.tier = min(concern.tier, tier, key=URGENCY.__getitem__)
    concern.happened_at = min(concern.happened_at, happened_at)
    concern.acknowledged_at = concern.acknowledged_by = None
    concern.save()
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
