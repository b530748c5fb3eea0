"""Her check-ins as staff read them: each question as she saw it, and what counts now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from care.concerns import label_of
from catalog.types import Item
from measures.applicability import put
from measures.current import Said, current
from measures.models import Administration, Answer
from measures.scoring import Score, score
from people.models import Participant

ABSENT = {
    "declined": "she would rather not say",
    "missing_item": "not all answered",
    "not_asked": "not asked of her",
    "condition": "not asked, after what she said before",
}
TIMINGS = {
    Answer.Timing.ARRIVED_LATE: "arrived after the window closed",
    Answer.Timing.AFTER_CLOSE: "given after the window closed",
}
HERS_ALONE = "answered; hers alone"


@dataclass(frozen=True)
class Line:
    """One question and what she said last; `earlier` counts what she said before."""

    prompt: str
    said: str
    at: datetime
    zone: str
    earlier: int
    note: str


@dataclass(frozen=True)
class Sheet:
    """One instrument in one window."""

    public_id: UUID
    title: str
    stand_in: bool
    started_at: datetime
    finished_at: datetime | None
    language: str
    results: list[tuple[str, str, str]]
    lines: list[Line]
    occurrence: int | None


def sheets_of(mother: Participant) -> list[Sheet]:
    """Every administration with an answer in it, newest first; two queries however many."""
    rows = list(
        Administration.objects.filter(participant=mother)
        .select_related("instrument", "participant")
        .order_by("-started_at", "-pk")
    )
    said = Answer.objects.standing().filter(administration__in=rows)
    answers = said.select_related("deposit")
    given: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        given[answer.administration_id].append(answer)
    return [_sheet(row, given[row.pk]) for row in rows if given[row.pk]]


def in_words(one: Score) -> str:
    """The score as its key gives it, or why there is none."""
    return str(one.value) if one.value is not None else ABSENT[one.absent or ""]


def _sheet(row: Administration, answers: list[Answer]) -> Sheet:
    instrument = row.instrument.content
    addressed = row.addressed if row.finished_at else row.participant.addressed
    items = instrument.items_for(addressed)
    by_receipt = {answer.deposit_id: answer for answer in answers}
    latest = current(_said(answer) for answer in answers)
    values = {
        code: None if one.declined else one.value
        for code, one in latest.items()
        if one.declined or isinstance(one.value, int)
    }
    scores = [
        score(scale, values, put(items, row.not_asked), tables=instrument.tables)
        for scale in instrument.scales
    ]
    titles = {scale.code: scale for scale in instrument.scales}
    return Sheet(
        public_id=row.public_id,
        title=instrument.title("en"),
        stand_in=instrument.stand_in,
        started_at=row.started_at,
        finished_at=row.finished_at,
        language=answers[-1].language,
        results=[
            (titles[one.scale].title("en"), in_words(one), titles[one.scale].higher_means("en"))
            for one in scores
        ],
        lines=[
            _line(item, by_receipt[latest[item.code].receipt], answers, addressed)
            for item in items
            if item.code in latest
        ],
        occurrence=row.occurrence_id,
    )


def _line(item: Item, answer: Answer, answers: Iterable[Answer], addressed: str) -> Line:
    said = label_of(item, answer, answer.language)
    if item.reads != "clinic":
        said = HERS_ALONE
    times = sum(1 for one in answers if one.item == item.code)
    return Line(
        prompt=item.prompt(answer.language, addressed),
        said=said,
        at=answer.deposit.answered_at,
        zone=answer.deposit.zone,
        earlier=times - 1,
        note=TIMINGS.get(answer.timing, ""),
    )


def _said(answer: Answer) -> Said:
    return Said(
        item=answer.item,
        value=answer.number if answer.text is None else answer.text,
        declined=answer.declined,
        answered_at=answer.deposit.answered_at,
        sequence=answer.deposit.sequence,
        receipt=answer.deposit_id,
    )
