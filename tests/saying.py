"""Envelopes as a phone makes them, for tests that hand something in."""

import uuid
from datetime import datetime, timedelta

from kernel.ids import body_hash
from schedule.envelope import Envelope, parse
from tests.cast import NOW, ZONE


def envelope(
    kind: str,
    body: dict,
    *,
    client_uuid: uuid.UUID | None = None,
    at: datetime = NOW,
    sent_at: datetime | None = None,
    sequence: int | None = None,
) -> Envelope:
    """What arrives for `body`, said at `at` and handed in at `sent_at` (at once, if not told)."""
    return parse(
        {
            "v": 1,
            "uuid": str(client_uuid or uuid.uuid4()),
            "kind": kind,
            "sequence": sequence,
            "answered_at": at.isoformat(),
            "sent_at": (sent_at or at).isoformat(),
            "zone": ZONE,
            "body": body,
            "hash": body_hash(body),
        }
    )


def answer(administration, item: str, value, *, declined: bool = False, **when) -> Envelope:
    """An answer to one item; `value` None with declined=True is “I'd rather not say”."""
    body = {
        "administration": str(administration.public_id),
        "item": item,
        "value": value,
        "declined": declined,
    }
    return envelope("answer", body, **when)


def entry(assigned, step: str, event: str = "done", *, extra: dict | None = None, **when):
    """An entry at a step of a session."""
    body = {"assigned": str(assigned.public_id), "step": step, "event": event} | (extra or {})
    return envelope("entry", body, **when)


def later(**by) -> datetime:
    """The cast's now, so much later."""
    return NOW + timedelta(**by)
