"""A sealed and signed deposit: believed, opened and handed in, or put aside with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from kernel.errors import BadInput, Conflict, DomainError, NotAllowed
from kernel.sealing import Sealed, Unreadable, keys_of, open_sealed, read, signed_by
from measures.acknowledgement import Acknowledgement
from people.devices import has_ended
from people.models import Device
from people.services import signing_key_of
from portal.views.doors import agreed
from schedule.envelope import Envelope, hand_over_at, unseal
from schedule.models import Quarantine
from schedule.services import quarantine
from sessions.services import hand_in

Reason = Quarantine.Reason
# Sending these again may help, or she is asked again: they are not put aside.
TO_SEND_AGAIN = (Conflict,)


@dataclass
class PutAside(Exception):
    """It could not be taken and was kept as it came; `refusal` says why, where it was opened."""

    status: int
    refusal: DomainError | None = None


def hand_in_sealed(*, device: Device, data: dict[str, Any], now: datetime) -> Acknowledgement:
    """Take it exactly once. Raises PutAside, NotAllowed (nothing is kept) or Conflict."""
    sealed = _believed(device, data, now)
    if has_ended(device):
        raise aside(device, data, Reason.REVOKED, "", now)
    if not agreed(device.participant):
        raise NotAllowed("This is not kept now.", code="not_now")
    envelope = _opened(device, data, sealed, now)
    try:
        return hand_in(device=device, envelope=envelope, now=now)
    except TO_SEND_AGAIN:
        raise
    except DomainError as refusal:
        raise aside(device, data, Reason.REFUSED, _why(refusal), now, refusal=refusal) from refusal


def aside(
    device: Device,
    data: dict[str, Any],
    reason: Quarantine.Reason,
    detail: str,
    now: datetime,
    *,
    status: int = 202,
    refusal: DomainError | None = None,
) -> PutAside:
    """Keep it as it came, and what to raise: the phone may let go of it."""
    quarantine(device=device, data=data, reason=reason, detail=detail, now=now)
    return PutAside(status, refusal)


def _believed(device: Device, data: dict[str, Any], now: datetime) -> Sealed:
    """Its outside, once the signature of this very phone is on it."""
    try:
        sealed = read(data)
    except BadInput as refusal:
        raise aside(device, data, Reason.UNREADABLE, _why(refusal), now) from refusal
    if sealed.device != device.public_id:
        raise aside(device, data, Reason.SIGNATURE, "another phone's", now, status=403)
    key = signing_key_of(device)
    if key is None or not signed_by(sealed, key):
        detail = "not its key" if key else "no key known"
        raise aside(device, data, Reason.SIGNATURE, detail, now, status=403)
    return sealed


def _opened(device: Device, data: dict[str, Any], sealed: Sealed, now: datetime) -> Envelope:
    try:
        plain = open_sealed(sealed, keys_of(settings.SEALING_KEYS))
    except Unreadable as trouble:
        raise aside(device, data, Reason.UNREADABLE, f"{trouble}: {sealed.kid}", now) from trouble
    try:
        return unseal(plain, sequence=sealed.sequence, sent_at=hand_over_at(data), now=now)
    except BadInput as refusal:
        newer = refusal.field in ("v", "kind")
        reason = Reason.UNKNOWN_KIND if newer else Reason.REFUSED
        raise aside(device, data, reason, _why(refusal), now, refusal=refusal) from refusal


def _why(refusal: DomainError) -> str:
    """A code and a field: never a word of hers."""
    return f"{refusal.code} {refusal.field or ''}".strip()
