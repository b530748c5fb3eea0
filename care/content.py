"""What could be given at a clinic: each curriculum, its newest version, what was approved."""

from dataclasses import dataclass
from datetime import date

from catalog.models import ContentVersion
from catalog.reviewing import SIGNED
from catalog.services import released, released_codes, review_of
from people.models import Clinic, ContentApproval
from people.services import approvals_of


@dataclass(frozen=True)
class Offer:
    """The newest version of a curriculum and what the clinic approved of it, or of an older one."""

    version: ContentVersion
    title: str
    claim: str
    sessions: int
    approvals: list[ContentApproval]
    earlier: list[ContentApproval]


def offers_at(clinic: Clinic) -> list[Offer]:
    """By code."""
    held = list(approvals_of(clinic).select_related("approved_by").order_by("approved_at", "pk"))
    rows = [released("curriculum", code) for code in released_codes("curriculum")]
    return [_offer(row, [one for one in held if one.code == row.code]) for row in rows]


def is_draft(version: ContentVersion, *, today: date) -> bool:
    """Whether any part of it waits for a signature, or its signatures are too old."""
    return review_of(version, today=today).state != SIGNED


def _offer(row: ContentVersion, held: list[ContentApproval]) -> Offer:
    content = row.content
    return Offer(
        version=row,
        title=content.title("en"),
        claim=content.claim("en"),
        sessions=len(content.sessions),
        approvals=[one for one in held if one.version == row.version],
        earlier=[one for one in held if one.version != row.version],
    )
