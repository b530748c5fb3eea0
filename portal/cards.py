"""Cards of hers: what stands on one, and the tile Today shows."""

from datetime import datetime

from django.utils.translation import gettext as _

from pathway.cards import Card, card_of
from people.models import Naloxone, Participant
from safety.models import ToleranceGap
from schedule.models import Occurrence, Rule


def open_cards(mother: Participant, *, now: datetime) -> list[Occurrence]:
    """Open now, the one that came last in front: reading one reads them all."""
    cards = Occurrence.objects.open(now=now).filter(participant=mother, rule__kind=Rule.Kind.CARD)
    return list(cards.select_related("rule").order_by("-opens_at", "-pk"))


def card_on(gap: ToleranceGap, *, now: datetime) -> tuple[Occurrence, Card] | None:
    """The card a gap brought and what stands on it, while it is open."""
    mine = Occurrence.objects.open(now=now).filter(rule__subject=gap.public_id)
    found = mine.filter(rule__kind=Rule.Kind.CARD).select_related("rule", "participant").first()
    return (found, card_of(found, gap.participant.language)) if found else None


def naloxone_words(kept: Naloxone | None) -> str:
    """What she said last, in a few words."""
    if kept is None:
        return ""
    if kept.at_hand == Naloxone.AtHand.NO:
        return _("Not at hand")
    return _("At hand: %(where)s") % {"where": kept.where} if kept.where else _("At hand")
