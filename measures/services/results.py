"""Results somebody else scored: typed in by staff, said again, taken back; nothing is changed.

The last row of a day and field holds. What a result means is not ours to say: no key of ours
reads it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from catalog.models import ContentVersion
from catalog.services import released, released_codes
from catalog.types import ResultField
from kernel.clock import local_date
from kernel.errors import BadInput, NotFound
from measures.models import RecordedResult
from people.models import Participant, User

# What a column of the table holds.
PLACES, DIGITS, LETTERS = 4, 12, 80


@dataclass(frozen=True)
class Result:
    """All that holds of one questionnaire on one day; `rows` in the order of its fields."""

    instrument: ContentVersion
    on: date
    rows: list[RecordedResult]

    @property
    def last(self) -> RecordedResult:
        """What was typed in last."""
        return max(self.rows, key=lambda row: row.pk)


def results_offered() -> list[ContentVersion]:
    """The questionnaires whose result can be typed in, newest version each."""
    rows = (released("instrument", code) for code in released_codes("instrument"))
    return [row for row in rows if row.content.result_only]


@transaction.atomic
def record_result(
    *,
    participant: Participant,
    instrument: ContentVersion,
    said: Mapping[str, str],
    on: date,
    by: User,
    now: datetime,
) -> list[RecordedResult]:
    """Keep what was typed for a day; a field that says what already holds makes no row.

    Raises BadInput, with the field, when nothing was typed, a day is to come, or a value is none
    the field can have; then nothing is kept.
    """
    content = instrument.content
    if not content.result_only:
        raise BadInput("Nobody types in a result of this one: she answers it.", field="instrument")
    if on > local_date(now, participant.zone):
        raise BadInput("That day has not come where she lives.", field="on")
    typed = {field.code: said.get(field.code, "").strip() for field in content.fields}
    if not any(typed.values()):
        raise BadInput("Type in at least one figure.")
    read = {
        field.code: _read(field, typed[field.code]) for field in content.fields if typed[field.code]
    }
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    holding = {row.field: (row.value, row.text) for row in _holding(mother, instrument.code, on)}
    rows = [
        RecordedResult(
            participant=mother,
            instrument=instrument,
            field=code,
            value=value,
            text=text,
            on=on,
            recorded_by=by,
            recorded_at=now,
        )
        for code, (value, text) in read.items()
        if holding.get(code) != (value, text)
    ]
    return RecordedResult.objects.bulk_create(rows)


@transaction.atomic
def take_back_result(
    *, participant: Participant, code: str, on: date, by: User, now: datetime
) -> None:
    """Nothing of that day holds any more. Raises NotFound when nothing does already."""
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    holding = _holding(mother, code, on)
    if not holding:
        raise NotFound("There is no such result, or it was taken back.")
    RecordedResult.objects.bulk_create(
        RecordedResult(
            participant=mother,
            instrument=row.instrument,
            field=row.field,
            value=row.value,
            text=row.text,
            on=on,
            taken_back=True,
            recorded_by=by,
            recorded_at=now,
        )
        for row in holding
    )


def results_of(participant: Participant) -> list[Result]:
    """What holds, the newest day first."""
    rows = participant.results.select_related("instrument", "recorded_by").order_by("pk")
    return [
        Result(each[0].instrument, on, _in_order(each))
        for (on, _code), each in sorted(_by_day(holding(rows)).items(), reverse=True)
    ]


def holding(rows: Iterable[RecordedResult]) -> list[RecordedResult]:
    """Of rows in the order they were made: those that hold."""
    last: dict[tuple, RecordedResult] = {}
    for row in rows:
        last[row.participant_id, row.instrument.code, row.on, row.field] = row
    return [row for row in last.values() if not row.taken_back]


def label_of(row: RecordedResult) -> tuple[str, str]:
    """The field's title and what was said, in English; of a field that is gone, its code."""
    fields = {field.code: field for field in row.instrument.content.fields}
    field = fields.get(row.field)
    if field is None:
        return row.field, row.text or str(row.value)
    if field.kind == "text":
        return field.title("en"), row.text
    labels = {choice.value: choice.label.get("en") for choice in field.choices}
    value = row.value if row.value is not None else Decimal(0)
    return field.title("en"), labels.get(int(value)) or f"{value.normalize():f}"


def _holding(mother: Participant, code: str, on: date) -> list[RecordedResult]:
    rows = mother.results.filter(instrument__code=code, on=on).select_related("instrument")
    return holding(rows.order_by("pk"))


def _by_day(rows: Iterable[RecordedResult]) -> dict[tuple[date, str], list[RecordedResult]]:
    found: dict[tuple[date, str], list[RecordedResult]] = {}
    for row in rows:
        found.setdefault((row.on, row.instrument.code), []).append(row)
    return found


def _in_order(rows: list[RecordedResult]) -> list[RecordedResult]:
    order = [field.code for field in rows[0].instrument.content.fields]
    return sorted(rows, key=lambda row: order.index(row.field) if row.field in order else 99)


def _read(field: ResultField, typed: str) -> tuple[Decimal | None, str]:
    """The value to keep, or the words. Raises BadInput."""
    title = field.title("en")
    if field.kind == "text":
        if len(typed) > LETTERS or "\x00" in typed:
            raise BadInput(f"{title}: at most {LETTERS} letters.", field=field.code)
        return None, typed
    if field.kind == "choice":
        if typed not in {str(choice.value) for choice in field.choices}:
            raise BadInput(f"{title}: choose one of the list.", field=field.code)
        return Decimal(typed), ""
    return _number(field, typed), ""


def _number(field: ResultField, typed: str) -> Decimal:
    title = field.title("en")
    try:
        value = Decimal(typed.replace(",", ".", 1))
    except InvalidOperation as error:
        raise BadInput(f"{title}: type a number.", field=field.code) from error
    if not value.is_finite():
        raise BadInput(f"{title}: type a number.", field=field.code)
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise BadInput(f"{title}: from {low} to {high}.", field=field.code)
    exponent = value.as_tuple().exponent
    if (isinstance(exponent, int) and -exponent > PLACES) or value.adjusted() >= DIGITS - PLACES:
        raise BadInput(f"{title}: at most {PLACES} places.", field=field.code)
    return value
