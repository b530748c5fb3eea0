"""The receipt of what phones hand in."""

from datetime import datetime

from kernel.clock import moment
from kernel.errors import Conflict
from kernel.rows import insert
from people.models import Device
from schedule.envelope import Envelope
from schedule.models import Deposit
from schedule.skew import said_at


def receive(*, device: Device, envelope: Envelope, now: datetime) -> tuple[Deposit, bool]:
    """Take what a phone hands in, exactly once; call it inside the transaction that stores it.

    Returns the receipt and whether it is new. A UUID seen before with the same body is the same
    receipt; with another body, or from another phone, raises Conflict: the caller asks again and
    keeps her text.
    """
    seen = moment(said_at(device=device, envelope=envelope, now=now), envelope.zone)
    deposit = Deposit(
        client_uuid=envelope.client_uuid,
        device=device,
        envelope_version=envelope.version,
        kind=envelope.kind,
        body_hash=envelope.body_hash,
        sequence=envelope.sequence,
        phone_answered_at=envelope.phone_answered_at,
        answered_at=seen.at,
        received_at=now,
        zone=seen.zone,
        offset_minutes=seen.offset_minutes,
    )
    if insert(deposit, once_by="client_uuid"):
        return deposit, True
    return _seen_before(device, envelope), False


def _seen_before(device: Device, envelope: Envelope) -> Deposit:
    deposit = Deposit.objects.select_related("device").get(client_uuid=envelope.client_uuid)
    if (
        deposit.body_hash != envelope.body_hash
        or deposit.kind != envelope.kind
        or deposit.device.participant_id != device.participant_id
    ):
        raise Conflict(
            "This was already saved with other words. Check it and save it again.",
            code="other_body",
        )
    return deposit
