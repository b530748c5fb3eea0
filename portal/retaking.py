"""What was put aside, tried again: a key may be back, a newer version may know the kind."""

import json
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from kernel.errors import BadInput, Conflict
from people.models import Participant
from portal.sealed import CannotBeTaken, believed, not_this, opened, taken
from portal.views.doors import agreed
from schedule.envelope import VERSION, Envelope, as_if_handed_over, parse
from schedule.models import Deposit, Quarantine, Retaken

logger = logging.getLogger(__name__)

REVOKED = Quarantine.Reason.REVOKED
# It came when its phone had ended: with that reason, or with one that was found first.
ENDED = Q(reason=REVOKED) | Q(received_at__gte=F("device__revoked_at"))


@dataclass(frozen=True)
class Outcome:
    """What became of one thing: `why` is empty where it was taken."""

    row: Quarantine
    why: str
    # It came a second time in the meanwhile and was taken then.
    before: bool = False


def retake(
    *,
    now: datetime,
    reasons: Collection[str] = (),
    revoked: UUID | None = None,
    dry_run: bool = False,
) -> Iterator[Outcome]:
    """Try each thing once more, in the order they came, each in a transaction of its own.

    What came from a phone after it was ended is tried only when that phone is named.
    """
    waiting = _of_ended(revoked) if revoked else _of_others()
    if reasons:
        waiting = waiting.filter(reason__in=reasons)
    for pk in list(waiting.order_by("received_at", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            outcome = _retake_one(pk, now=now)
            if dry_run:
                transaction.set_rollback(True)
        if outcome:
            yield outcome


def _of_others() -> QuerySet[Quarantine]:
    # Not exclude(ENDED): a phone that goes on has no end to compare with.
    ended = Quarantine.objects.filter(ENDED)
    return Quarantine.objects.filter(retaken=None).exclude(pk__in=ended.values("pk"))


def _of_ended(device: UUID) -> QuerySet[Quarantine]:
    return Quarantine.objects.filter(ENDED, retaken=None, device__public_id=device)


def _retake_one(pk: int, *, now: datetime) -> Outcome | None:
    """None when somebody else took it just now."""
    row = Quarantine.objects.select_related("device").get(pk=pk)
    # Her row first, as for everything a phone hands in: two who try take it once.
    mother = Participant.objects.select_for_update(no_key=True).get(pk=row.device.participant_id)
    if Retaken.objects.filter(quarantine=row).exists():
        return None
    if mother.status != Participant.Status.ACTIVE or not agreed(mother):
        return Outcome(row, "she has not agreed that it is kept")
    try:
        envelope = _read(row)
        timed = as_if_handed_over(envelope, at=row.received_at, now=now)
        acknowledged = taken(row.device, timed, now)
    except CannotBeTaken as trouble:
        return Outcome(row, f"{trouble.reason}: {trouble.detail}".removesuffix(": "))
    except Conflict as trouble:
        return Outcome(row, trouble.code)
    deposit = Deposit.objects.get(client_uuid=acknowledged.uuid)
    Retaken.objects.create(quarantine=row, deposit=deposit, at=now)
    logger.warning("taken after all from %s: %s", row.device.actor, row.public_id)
    return Outcome(row, "", before=acknowledged.repeated)


def _read(row: Quarantine) -> Envelope:
    """Sealed, or plain where it came from a phone that had ended. Raises CannotBeTaken."""
    data = json.loads(row.body)
    if isinstance(data, dict) and data.get("v") == VERSION:
        try:
            return parse(data)
        except BadInput as refusal:
            raise not_this(refusal) from refusal
    return opened(data, believed(row.device, data), came_at=row.received_at)
