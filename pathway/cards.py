"""What stands on a card of hers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from catalog.services import released
from catalog.types import LATER
from people.models import Naloxone, Participant
from people.services import naloxone_of
from safety.models import ToleranceGap
from schedule.models import Occurrence, Rule

TOLERANCE_CARD = "tolerance"


@dataclass(frozen=True)
class Card:
    """One card as she reads it. Below it she is asked whether naloxone is at hand, and where.

    `reads` says who reads what she answers there; `language` is the one that is shown.
    """

    title: str
    lead: str
    body_html: SafeString
    language: str
    naloxone: Naloxone | None
    done: bool
    reads: str = "clinic"


def card_of(occurrence: Occurrence, language: str) -> Card:
    """The newest words of the card an occurrence stands for, opened by why it came."""
    content = released("card", TOLERANCE_CARD).content
    gap = ToleranceGap.objects.filter(
        participant=occurrence.participant_id, public_id=occurrence.rule.subject
    ).first()
    return Card(
        title=content.title(language),
        lead=content.lead(gap.kind if gap else LATER, language),
        body_html=content.body_html(language),
        language=content.language_for(language),
        naloxone=naloxone_of(occurrence.participant),
        done=occurrence.done_at is not None,
    )


def card_for(gap: ToleranceGap) -> Occurrence | None:
    """The card a gap brought, to be shown right after she told of it; None once taken back."""
    return Occurrence.objects.filter(
        rule__subject=gap.public_id, rule__kind=Rule.Kind.CARD, cancelled_at=None
    ).first()


def open_card(participant: Participant, *, now: datetime) -> Occurrence | None:
    """The one card for Today: the newest that is open. All say the same, so one is enough."""
    mine = Occurrence.objects.open(now=now).filter(
        participant=participant, rule__kind=Rule.Kind.CARD
    )
    return mine.order_by("-opens_at", "-pk").first()
