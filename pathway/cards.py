"""What stands on a card of hers."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from catalog.services import released
from catalog.types import LATER
from people.models import Naloxone
from people.services import naloxone_of
from safety.models import ToleranceGap
from schedule.models import Occurrence

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
