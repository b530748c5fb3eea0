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
from people.models import Device, Participant
from portal.sealed import ANOTHERS, CannotBeTaken, believed, not_this, opened, taken
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
    # It could not even be tried: a fault of ours, in the log.
    broke: bool = False


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
        outcome = _tried(pk, revoked, now=now, dry_run=dry_run)
        if outcome:
            yield outcome


def _tried(pk: int, revoked: UUID | None, *, now: datetime, dry_run: bool) -> Outcome | None:
    """One row, whatever becomes of it: one that breaks us must not hold up the others."""
    try:
        with transaction.atomic():
            outcome = _retake_one(pk, revoked, now=now)
            if dry_run:
                transaction.set_rollback(True)
    except Exception as fault:  # Told in the log and by the command, which ends as failed.
        row = Quarantine.objects.select_related("device").get(pk=pk)
        logger.exception("could not be tried: %s", row.public_id)
        return Outcome(row, f"a fault of ours: {type(fault).__name__}", broke=True)
    return outcome


def _of_others() -> QuerySet[Quarantine]:
    # Not exclude(ENDED): a phone that goes on has no end to compare with.
    ended = Quarantine.objects.filter(ENDED)
    return Quarantine.objects.filter(retaken=None).exclude(pk__in=ended.values("pk"))


def _of_ended(device: UUID) -> QuerySet[Quarantine]:
    """What came from it after its end; or was brought by a later phone of hers, and filed there
    by a version that did not look for the phone that signed."""
    hers = Device.objects.filter(public_id=device).values("participant")
    brought = Q(reason=Quarantine.Reason.SIGNATURE, detail=ANOTHERS, device__participant__in=hers)
    return Quarantine.objects.filter((ENDED & Q(device__public_id=device)) | brought, retaken=None)


def _retake_one(pk: int, revoked: UUID | None, *, now: datetime) -> Outcome | None:
    """None when somebody else took it just now, or it is not from the phone that was named."""
    row = Quarantine.objects.select_related("device").get(pk=pk)
    # Her row first, as for everything a phone hands in: two who try take it once.
    mother = Participant.objects.select_for_update(no_key=True).get(pk=row.device.participant_id)
    if Retaken.objects.filter(quarantine=row).exists():
        return None
    if mother.status != Participant.Status.ACTIVE or not agreed(mother):
        return Outcome(row, "she has not agreed that it is kept")
    try:
        envelope, whose = _read(row)
        if whose.public_id not in (row.device.public_id, revoked):
            return None if revoked else Outcome(row, f"{ANOTHERS}: {whose.actor}")
        timed = as_if_handed_over(envelope, at=row.received_at, now=now)
        acknowledged = taken(whose, timed, now)
    except CannotBeTaken as trouble:
        return Outcome(row, f"{trouble.reason}: {trouble.detail}".removesuffix(": "))
    except Conflict as trouble:
        return Outcome(row, trouble.code)
    deposit = Deposit.objects.get(client_uuid=acknowledged.uuid)
    Retaken.objects.create(quarantine=row, deposit=deposit, at=now)
    logger.warning("taken after all from %s: %s", row.device.actor, row.public_id)
    return Outcome(row, "", before=acknowledged.repeated)


def _read(row: Quarantine) -> tuple[Envelope, Device]:
    """Sealed, or plain where it came from a phone that had ended; and whose phone said it.
    Raises CannotBeTaken."""
    data = json.loads(row.body)
    if isinstance(data, dict) and data.get("v") == VERSION:
        try:
            return parse(data), row.device
        except BadInput as refusal:
            raise not_this(refusal) from refusal
    sealed, whose = believed(row.device, data)
    return opened(data, sealed, came_at=row.received_at), whose
