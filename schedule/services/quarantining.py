"""What could not be taken: kept as it came, counted, and shown to staff as a line."""

import hashlib
import json
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kernel.errors import Throttled
from people.models import Clinic, Device, Participant
from schedule.models import Quarantine

logger = logging.getLogger(__name__)

# More than any phone holds: what comes beyond it in a day is not a mother's.
A_DAY = 200
# Minted anew with each try to hand it in.
OF_THE_TRY = "sent_at"


@transaction.atomic
def quarantine(
    *,
    device: Device,
    data: dict[str, Any],
    reason: Quarantine.Reason,
    detail: str,
    now: datetime,
) -> Quarantine:
    """Keep it once, however often it is sent. Raises Throttled beyond A_DAY new ones in a day."""
    said = {key: value for key, value in data.items() if key != OF_THE_TRY}
    body_hash = hashlib.sha256(_text(said).encode()).hexdigest()
    held = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    kept = Quarantine.objects.filter(device=held, body_hash=body_hash).first()
    if kept:
        return kept
    since = now - timedelta(days=1)
    if held.quarantined.filter(received_at__gt=since).count() >= A_DAY:
        raise Throttled("Too much that cannot be taken came from this phone.", retry_after=3600)
    logger.warning("put aside from %s: %s (%s)", device.actor, reason, detail)
    return Quarantine.objects.create(
        device=held,
        body_hash=body_hash,
        reason=reason,
        detail=detail[:200],
        body=_text(data),
        received_at=now,
    )


def quarantined_of(participant: Participant) -> QuerySet[Quarantine]:
    """What came from her phones and is not taken to this day, newest first; without the body."""
    hers = Quarantine.objects.filter(device__participant=participant, retaken=None)
    return hers.defer("body").order_by("-received_at", "-pk")


def count_put_aside(clinic: Clinic) -> int:
    """How much came from phones of a clinic and is not taken to this day."""
    return Quarantine.objects.filter(device__participant__clinic=clinic, retaken=None).count()


def _text(data: dict[str, Any]) -> str:
    """ASCII, so that whatever JSON can carry can be kept."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))
