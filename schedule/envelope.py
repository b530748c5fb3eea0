"""Version 1 of what a phone hands in, read strictly. Pure: no database, no request."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kernel.clock import parse_instant, zone_of
from kernel.errors import BadInput
from kernel.ids import body_hash, parse_uuid

VERSION = 1
KINDS = ("answer", "entry", "practice", "moment")


@dataclass(frozen=True)
class Envelope:
    """One thing said on a phone. Instants are aware; `body_hash` is of the canonical body."""

    version: int
    client_uuid: uuid.UUID
    kind: str
    sequence: int | None
    phone_answered_at: datetime
    phone_sent_at: datetime
    zone: str
    body: dict[str, Any]
    body_hash: str

    def answered_at(self, received_at: datetime, skew: timedelta | None = None) -> datetime:
        """When it was said by our clock: the phone's skew taken off (as seen at hand-over, unless
        it is known better). Never later than its receipt.
        """
        if skew is None:
            skew = received_at - self.phone_sent_at
        try:
            corrected = self.phone_answered_at + skew
        except OverflowError:
            return received_at
        return min(corrected, received_at)


def parse(data: Any) -> Envelope:
    """Read an envelope. Raises BadInput naming the field that is wrong."""
    if not isinstance(data, dict):
        raise BadInput("Send one JSON object.")
    if data.get("v") != VERSION:
        raise BadInput(f"This server reads envelope version {VERSION}.", field="v")
    client_uuid = parse_uuid(data.get("uuid"))
    if client_uuid is None:
        raise BadInput("A UUID is needed, made once for each answer.", field="uuid")
    if data.get("kind") not in KINDS:
        raise BadInput("The kind must be one of: answer, entry, practice, moment.", field="kind")
    sequence = data.get("sequence")
    if sequence is not None and (type(sequence) is not int or not 0 <= sequence < 2**63):
        raise BadInput("The sequence must be a whole number or null.", field="sequence")
    body = data.get("body")
    if not isinstance(body, dict):
        raise BadInput("The body must be an object.", field="body")
    return Envelope(
        version=VERSION,
        client_uuid=client_uuid,
        kind=data["kind"],
        sequence=sequence,
        phone_answered_at=_instant(data, "answered_at"),
        phone_sent_at=_instant(data, "sent_at"),
        zone=_zone(data),
        body=body,
        body_hash=_hash(data, body),
    )


def unseal(plain: bytes, *, sequence: int, sent_at: datetime | None, now: datetime) -> Envelope:
    """The envelope that was sealed, in the order that was signed outside.

    It was sealed when it was said and sent perhaps hours later: its own sent_at tells nothing
    about the phone's clock. `sent_at` is that of the hand-over; without one the clock is believed.
    Raises BadInput as parse does.
    """
    try:
        data = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise BadInput("What was sealed is not JSON.", field="ct") from error
    envelope = parse(data)
    return replace(envelope, sequence=sequence, phone_sent_at=sent_at or now)


def hand_over_at(data: dict[str, Any]) -> datetime | None:
    """The phone's clock when it sent a sealed thing, where it said so. Raises BadInput."""
    return None if data.get("sent_at") is None else _instant(data, "sent_at")


def as_if_handed_over(envelope: Envelope, *, at: datetime, now: datetime) -> Envelope:
    """What came `at` a moment and is taken only `now`, timed as it would have been then.

    The phone's skew is the one seen when it came, and it was said no later than that.
    """
    skew = min(at - envelope.phone_sent_at, at - envelope.phone_answered_at)
    return replace(envelope, phone_sent_at=now - skew)


def of_form(*, client_uuid: uuid.UUID, kind: str, body: dict, zone: str, now: datetime) -> Envelope:
    """The envelope of an ordinary form: the server's clock, no sequence."""
    return Envelope(VERSION, client_uuid, kind, None, now, now, zone, body, body_hash(body))


def _instant(data: dict, field: str) -> datetime:
    at = parse_instant(data.get(field))
    if at is None:
        raise BadInput("A date and time with its offset from UTC is needed.", field=field)
    if not timedelta(days=-3650) < at - datetime(2026, 1, 1, tzinfo=at.tzinfo) < timedelta(36500):
        raise BadInput("That date is too far away.", field=field)
    return at


def _zone(data: dict) -> str:
    zone = data.get("zone")
    if not isinstance(zone, str) or len(zone) > 64:
        raise BadInput("The phone's time zone is needed.", field="zone")
    zone_of(zone)
    return zone


def _hash(data: dict, body: dict) -> str:
    try:
        ours = body_hash(body)
    except (TypeError, RecursionError, UnicodeEncodeError) as error:
        raise BadInput(
            "The body must hold whole numbers, text, true, false or null, and be shallow.",
            field="body",
        ) from error
    if data.get("hash") != ours:
        raise BadInput("The body does not match its hash: it was changed on the way.", field="hash")
    return ours
