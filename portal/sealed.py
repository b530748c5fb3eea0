"""A sealed and signed deposit: believed, opened and handed in, or put aside with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from kernel.errors import BadInput, Conflict, DomainError, NotAllowed
from kernel.sealing import Sealed, Unreadable, keys_of, open_sealed, read, signed_by
from measures.acknowledgement import Acknowledgement
from people.devices import Known, has_ended
from people.models import Device
from people.services import signing_keys_of
from portal.views.doors import agreed
from schedule.envelope import Envelope, hand_over_at, unseal
from schedule.models import Quarantine
from schedule.services import quarantine
from sessions.services import hand_in

Reason = Quarantine.Reason
# Sending these again may help, or she is asked again: they are not put aside.
TO_SEND_AGAIN = (Conflict,)
ANOTHERS = "another phone's"
OUTSIDE = ("v", "device", "kid", "epk", "iv", "ct", "sequence", "sig", "sent_at")


@dataclass
class CannotBeTaken(Exception):
    """Why not, in words that hold none of hers; `refusal` where it was opened."""

    reason: Quarantine.Reason
    detail: str = ""
    status: int = 202
    refusal: DomainError | None = None


class OtherWords(Conflict):
    """It is saved already in other words: she is asked which she means. Both stay till then."""

    def __init__(self, refusal: Conflict, device: Device, envelope: Envelope):
        super().__init__(refusal.message, code=refusal.code, field=refusal.field)
        self.device, self.envelope = device, envelope


@dataclass
class PutAside(Exception):
    """It could not be taken and was kept as it came; `refusal` says why, where it was opened."""

    status: int
    refusal: DomainError | None = None


def hand_in_sealed(*, known: Known, data: dict[str, Any], now: datetime) -> Acknowledgement:
    """Take it exactly once, for the phone that signed it; `known` is the one that brings it.

    Raises PutAside, NotAllowed (nothing is kept) or OtherWords.
    """
    device = whose = known.device
    try:
        sealed, whose = believed(device, data)
        if has_ended(whose):
            raise CannotBeTaken(Reason.REVOKED)
        if not (known.agreed if whose == device else agreed(whose.participant)):
            raise NotAllowed("This is not kept now.", code="not_now")
        if whose.participant_id != device.participant_id:
            raise CannotBeTaken(Reason.SIGNATURE, "brought by the phone of another", 403)
        envelope = opened(data, sealed, came_at=now)
        try:
            return taken(whose, envelope, now)
        except Conflict as refusal:
            raise OtherWords(refusal, whose, envelope) from refusal
    except CannotBeTaken as why:
        raise put_aside(whose, data if whose == device else _signed(data), why, now) from why


def put_aside(device: Device, data: dict[str, Any], why: CannotBeTaken, now: datetime) -> PutAside:
    """Keep it as it came, and what to raise: the phone may let go of it."""
    quarantine(device=device, data=data, reason=why.reason, detail=why.detail, now=now)
    return PutAside(why.status, why.refusal)


def believed(device: Device, data: dict[str, Any]) -> tuple[Sealed, Device]:
    """Its outside and the phone it is from, once that phone's signature is on it.

    Usually the very phone that brings it; or one that the same browser was before it was set up
    anew, whose things still wait there. Raises CannotBeTaken.
    """
    try:
        sealed = read(data)
    except BadInput as refusal:
        raise CannotBeTaken(Reason.UNREADABLE, _why(refusal)) from refusal
    whose = device
    if sealed.device != device.public_id:
        known_phones = Device.objects.select_related("participant__clinic")
        before = known_phones.filter(public_id=sealed.device).first()
        if before is None:
            raise CannotBeTaken(Reason.SIGNATURE, ANOTHERS, 403)
        whose = before
    known = False
    for key in signing_keys_of(whose):
        if signed_by(sealed, key):
            return sealed, whose
        known = True
    if whose != device:
        # Nobody's signature: it says nothing about the phone it names.
        raise CannotBeTaken(Reason.SIGNATURE, ANOTHERS, 403)
    raise CannotBeTaken(Reason.SIGNATURE, "not its key" if known else "no key known", 403)


def _signed(data: dict[str, Any]) -> dict[str, Any]:
    """What the phone sealed and nothing besides: whoever brings it cannot make many of one."""
    point = {name: data["epk"][name] for name in ("kty", "crv", "x", "y")}
    parts = {name: data[name] for name in OUTSIDE if name in data}
    return parts | {"epk": point}


def opened(data: dict[str, Any], sealed: Sealed, *, came_at: datetime) -> Envelope:
    """What is inside, with the phone's clock as it was when it came. Raises CannotBeTaken."""
    try:
        plain = open_sealed(sealed, keys_of(settings.SEALING_KEYS))
    except Unreadable as trouble:
        raise CannotBeTaken(Reason.UNREADABLE, f"{trouble}: {sealed.kid}") from trouble
    try:
        sent_at = hand_over_at(data)
        return unseal(plain, sequence=sealed.sequence, sent_at=sent_at, now=came_at)
    except BadInput as refusal:
        raise not_this(refusal) from refusal


def taken(device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Stored, now or before. Raises CannotBeTaken, or Conflict: that may be sent again."""
    try:
        return hand_in(device=device, envelope=envelope, now=now)
    except TO_SEND_AGAIN:
        raise
    except DomainError as refusal:
        raise CannotBeTaken(Reason.REFUSED, _why(refusal), refusal=refusal) from refusal


def not_this(refusal: BadInput) -> CannotBeTaken:
    """An envelope that cannot be read: of a later version, or wrong."""
    newer = refusal.field in ("v", "kind")
    reason = Reason.UNKNOWN_KIND if newer else Reason.REFUSED
    return CannotBeTaken(reason, _why(refusal), refusal=refusal)


def _why(refusal: DomainError) -> str:
    """A code and a field: never a word of hers."""
    return f"{refusal.code} {refusal.field or ''}".strip()
