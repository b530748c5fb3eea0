"""Concerns as a person reads them: whose, what she answered, in the words she saw."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.services import released
from catalog.types import Item, SafetyRule
from measures.models import Answer
from people.models import User
from safety.models import Concern

# The most urgent first; within a tier, the one that waits longest.
TIER_ORDER = {Concern.Tier.NOW: 0, Concern.Tier.TODAY: 1, Concern.Tier.NEXT_VISIT: 2}


@dataclass(frozen=True)
class Source:
    """The answer behind a concern. `shown` is the language she saw."""

    prompt: str
    prompt_english: str
    label: str
    label_english: str
    instrument: str
    language: str
    answer: Answer


def open_concerns(user: User) -> list[Concern]:
    """Not acknowledged, most urgent first."""
    rows = (
        Concern.objects.visible_to(user)
        .open()
        .select_related("participant__identity", "participant__clinic")
    )
    return in_order(rows)


def in_order(rows: Iterable[Concern]) -> list[Concern]:
    """By tier, then by how long it waits."""
    return sorted(rows, key=lambda row: (TIER_ORDER[row.tier], row.raised_at))


def rule_of(concern: Concern) -> SafetyRule | None:
    """The rule as it stands now; None when a later version dropped it."""
    rules = released("safety", concern.participant.clinic.jurisdiction).content
    try:
        return rules.rule(concern.sources.latest("received_at").rule)
    except KeyError:
        return None


def source_of(concern: Concern) -> Source | None:
    """What she answered: the item as she saw it, and in English."""
    answer = (
        Answer.objects.select_related("administration", "content", "deposit")
        .filter(
            deposit__client_uuid__in=concern.sources.values("source_id"),
            administration__participant=concern.participant_id,
        )
        .first()
    )
    if answer is None:
        return None
    instrument = answer.content.content
    item = instrument.item(answer.item)
    addressed = answer.administration.addressed
    return Source(
        prompt=item.prompt(answer.language, addressed),
        prompt_english=item.prompt("en", addressed),
        label=label_of(item, answer, answer.language),
        label_english=label_of(item, answer, "en"),
        instrument=instrument.title("en"),
        language=answer.language,
        answer=answer,
    )


def label_of(item: Item, answer: Answer, language: str) -> str:
    """What she chose, in words; a point of a scale with what its ends mean."""
    if answer.declined:
        return "would rather not say"
    if answer.text is not None:
        return answer.text
    if item.kind != "scale" or answer.number is None:
        return item.label(answer.number or 0, language)
    ends = f"{item.minimum} {item.low(language)}, {item.maximum} {item.high(language)}"
    return f"{answer.number} ({ends})"
