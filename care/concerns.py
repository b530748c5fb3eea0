"""Concerns as a person reads them: whose, what caused each, in the words she saw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import translation
from django.utils.safestring import SafeString

from care.doses import practice_title
from catalog.services import for_jurisdiction
from catalog.types import Item, SafetyRule, SafetyRules
from kernel.clock import local_date
from measures.models import Answer
from people.models import User
from safety.models import Concern, ConcernSource, ToleranceGap
from safety.services import seen_by
from safety.telling import staff_see
from sessions.models import HarmRecord

# The most urgent first; within a tier, the one that waits longest.
TIER_ORDER: dict[str, int] = {
    Concern.Tier.NOW: 0,
    Concern.Tier.TODAY: 1,
    Concern.Tier.NEXT_VISIT: 2,
}
# A phone that was without signal hands in later; within this it is one moment.
AT_ONCE = timedelta(minutes=5)
# What only she reads is not shown here either, whatever rule named it.
HERS_ALONE = "hers alone: not shown to staff"
DELETED = "she deleted this answer; the concern stays"


@dataclass(frozen=True)
class Change:
    """What she said to the same question afterwards. The concern stays."""

    label: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """A question as she saw it, in `language`, and what she chose."""

    prompt: str
    prompt_english: str
    label: str
    label_english: str
    instrument: str
    language: str
    zone: str
    answer: Answer
    changes: list[Change]
    # When she deleted it: from then on staff see that she did, and not what she had said.
    deleted_at: datetime | None = None

    @property
    def hidden(self) -> bool:
        """What she chose is not shown."""
        return self.label in (DELETED, HERS_ALONE)


@dataclass(frozen=True)
class Event:
    """Something that happened to her, as it was recorded: lost tolerance, a practice that hurt."""

    title: str
    on: date
    days: int | None
    by: str
    undone_at: datetime | None


@dataclass(frozen=True)
class Source:
    """One cause of a concern: an answer, an event, or neither when its row is gone."""

    tier: str
    happened_at: datetime
    received_at: datetime
    asked: Asked | None = None
    event: Event | None = None

    @property
    def late(self) -> bool:
        """It reached us well after it happened: both times matter."""
        return self.received_at - self.happened_at > AT_ONCE


@dataclass(frozen=True)
class Said:
    """What her screen said at once, by one rule; `staff` is what it said of when staff look."""

    title: str
    body: SafeString
    staff: str


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
    return sorted(rows, key=lambda row: (TIER_ORDER[row.tier], row.waiting_since, row.pk))


def sources_of(concern: Concern) -> list[Source]:
    """What caused it, in the order it happened; an answer that set off two rules stands once."""
    rows = list(concern.sources.order_by("happened_at", "pk"))
    asked = _asked(concern, [row.source_id for row in rows])
    events = _events(concern, [row.source_id for row in rows])
    causes: dict[UUID, list[ConcernSource]] = {}
    for row in rows:
        causes.setdefault(row.source_id, []).append(row)
    found = [
        Source(
            tier=min((row.tier for row in same), key=TIER_ORDER.__getitem__),
            happened_at=same[0].happened_at,
            received_at=same[0].received_at,
            asked=asked.get(key),
            event=events.get(key),
        )
        for key, same in causes.items()
    ]
    # The most urgent is read first, whatever came first.
    return sorted(found, key=lambda one: TIER_ORDER[one.tier])


def said_at_once(concern: Concern) -> list[Said]:
    """Each rule's words in her language, as they stand now; none for a rule dropped since."""
    mother = concern.participant
    rules = for_jurisdiction("safety", mother.clinic.jurisdiction).content
    found: dict[str, Said] = {}
    with translation.override(mother.language):
        for row in concern.sources.order_by("received_at", "pk"):
            rule = _rule(rules, row.rule)
            if rule is None or not rule.title(mother.language) or rule.code in found:
                continue
            seen = seen_by(mother.clinic, tier=row.tier, now=row.received_at)
            found[rule.code] = Said(
                title=rule.title(mother.language),
                body=rule.body_html(mother.language, mother.addressed),
                staff=staff_see(seen, mother.zone, row.received_at),
            )
    return list(found.values())


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


def _rule(rules: SafetyRules, code: str) -> SafetyRule | None:
    try:
        return rules.rule(code)
    except KeyError:
        return None


def _asked(concern: Concern, ids: list[UUID]) -> dict[UUID, Asked]:
    """By source, the answer behind it; only her own, however the source came to name it."""
    rows = Answer.objects.select_related("administration", "content", "deposit__retraction")
    answers = rows.filter(
        deposit__client_uuid__in=ids, administration__participant=concern.participant_id
    )
    return {row.deposit.client_uuid: _one(row) for row in answers}


def _one(answer: Answer) -> Asked:
    instrument, addressed = answer.content.content, answer.administration.addressed
    item = instrument.item(answer.item)
    deleted_at = _deleted_at(answer)
    hidden = DELETED if deleted_at else "" if item.reads == "clinic" else HERS_ALONE
    return Asked(
        prompt=item.prompt(answer.language, addressed),
        prompt_english=item.prompt("en", addressed),
        label=hidden or label_of(item, answer, answer.language),
        label_english=hidden or label_of(item, answer, "en"),
        instrument=instrument.title("en"),
        language=answer.language,
        zone=answer.deposit.zone,
        answer=answer,
        changes=[] if hidden else _changes(answer),
        deleted_at=deleted_at,
    )


def _deleted_at(answer: Answer | HarmRecord) -> datetime | None:
    retraction = getattr(answer.deposit, "retraction", None)
    return retraction.at if retraction else None


def _changes(answer: Answer) -> list[Change]:
    """Later answers to the same question in the same window, oldest first."""
    later = (
        Answer.objects.standing()
        .filter(administration=answer.administration_id, item=answer.item)
        .filter(deposit__answered_at__gte=answer.deposit.answered_at)
        .exclude(pk=answer.pk)
        .select_related("deposit", "content")
        .order_by("deposit__answered_at", "pk")
    )
    return [
        Change(label_of(row.content.content.item(row.item), row, "en"), row.deposit.answered_at)
        for row in later
        if (row.deposit.answered_at, row.pk) > (answer.deposit.answered_at, answer.pk)
    ]


def _events(concern: Concern, ids: list[UUID]) -> dict[UUID, Event]:
    rows = ToleranceGap.objects.filter(
        public_id__in=ids, participant=concern.participant_id
    ).select_related("recorded_by")
    gaps = {
        row.public_id: Event(
            title=row.get_kind_display(),
            on=row.on,
            days=row.days,
            by=row.recorded_by.name if row.recorded_by else "herself",
            undone_at=row.undone_at,
        )
        for row in rows
    }
    return gaps | _harms(concern, ids)


def _harms(concern: Concern, ids: list[UUID]) -> dict[UUID, Event]:
    """A practice that was not good for her, by what she handed in."""
    rows = HarmRecord.objects.filter(
        deposit__client_uuid__in=ids, participant=concern.participant_id
    ).select_related("deposit__retraction")
    return {
        row.deposit.client_uuid: Event(
            title=_harm_title(row),
            on=local_date(row.deposit.answered_at, row.deposit.zone),
            days=None,
            by="herself",
            undone_at=None,
        )
        for row in rows
    }


def _harm_title(row: HarmRecord) -> str:
    if _deleted_at(row):
        return "A practice was not good for her; she deleted what she said of it"
    return f"A practice ({practice_title(row.practice)}): {row.get_kind_display().lower()}"
