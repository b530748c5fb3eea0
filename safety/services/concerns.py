"""Raising, acknowledging and closing concerns."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.clock import local_date
from kernel.errors import Conflict
from people.models import Participant, User
from safety.models import Concern, ConcernSource

OTHER_CAUSE = "Something else came in while you read. Look at it first; nothing was changed."

# The most urgent first.
URGENCY: dict[str, int] = {Concern.Tier.NOW: 0, Concern.Tier.TODAY: 1, Concern.Tier.NEXT_VISIT: 2}


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


def _joined(
    mother: Participant, day: date, tier: str, happened_at: datetime, now: datetime
) -> Concern | None:
    """The open concern of that day, waiting anew, or None."""
    # Locked: who closes or acknowledges it at this moment is neither overwritten nor overlooked.
    open_then = mother.concerns.select_for_update(no_key=True).filter(day=day, closed_at=None)
    concern = open_then.order_by("pk").last()
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


@transaction.atomic
def acknowledge(*, concern: Concern, by: User, now: datetime, causes: int | None = None) -> Concern:
    """Somebody has seen it and takes it on; the first to do so stands.

    `causes` is how many they have read. Raises Conflict (`other_cause`) when it has another.
    """
    held = Concern.objects.select_for_update(no_key=True).get(pk=concern.pk)
    refuse_other_cause(held, causes)
    mine = Concern.objects.filter(pk=concern.pk, acknowledged_at=None)
    mine.update(acknowledged_at=now, acknowledged_by=by)
    concern.refresh_from_db()
    return concern


def refuse_other_cause(held: Concern, causes: int | None) -> None:
    """Nobody acts on what they have not read. The caller holds the row, as whoever adds a cause
    to it does."""
    if causes is not None and held.sources.count() != causes:
        raise Conflict(OTHER_CAUSE, code="other_cause")
