"""What a mother's phones handed in and could not be taken, in words: never what is in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from people.models import Participant
from schedule.models import Quarantine

Reason = Quarantine.Reason
ASK = "Ask her what she said; she can say it again on the phone she has now."
ENDED = (
    "It came when that phone had been ended, so it may not be hers. When she says that it is, give "
    "the phone’s id below to whoever runs the program: they can take it in."
)
# What it means, and what a person can do about it.
MEANS = {
    Reason.REVOKED: ENDED,
    Reason.UNKNOWN_KIND: "Her phone is ahead of this version. It is tried again after an update.",
    Reason.UNREADABLE: "The key it was sealed to is not here, or it broke on the way. It is tried "
    f"again when the key is back. {ASK}",
    Reason.SIGNATURE: f"Nobody can tell that her phone sent it: it may be made up. {ASK}",
    Reason.REFUSED: f"It says what cannot be, such as a number off the scale. {ASK}",
}


@dataclass(frozen=True)
class PutAsideRow:
    """One thing, by when it came and why it waits; `taken_at` where it was taken later."""

    at: datetime
    phone: UUID
    paired_at: datetime
    ended_at: datetime | None
    why: str
    means: str
    taken_at: datetime | None


def put_aside_of(mother: Participant) -> list[PutAsideRow]:
    """All of it, newest first; what was taken in later stays on the list and says so."""
    hers = Quarantine.objects.filter(device__participant=mother)
    rows = hers.select_related("device", "retaken").defer("body")
    return [_row(one) for one in rows.order_by("-received_at", "-pk")]


def _row(one: Quarantine) -> PutAsideRow:
    ended_at = one.device.revoked_at
    after_its_end = ended_at is not None and one.received_at >= ended_at
    reason = Reason(one.reason)
    return PutAsideRow(
        at=one.received_at,
        phone=one.device.public_id,
        paired_at=one.device.created_at,
        ended_at=ended_at,
        why=reason.label,
        means=ENDED if after_its_end else MEANS[reason],
        taken_at=one.retaken.at if hasattr(one, "retaken") else None,
    )
