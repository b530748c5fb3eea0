"""Storing what she said: the answer, its receipt and any concern in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import ContentVersion
from catalog.types import Item, SafetyRule
from kernel.errors import BadInput, NotFound
from kernel.ids import parse_uuid
from kernel.rows import ask, columns, insert, read
from measures.acknowledgement import Acknowledgement
from measures.help import help_of, rule_for
from measures.models import Administration, Answer
from measures.services.administering import (
    finish_administration,
    hear_address,
    hear_conditions,
)
from measures.services.asking import asked
from measures.timing import IN_TIME, timing
from people.models import Device, Participant
from safety.models import ConcernSource
from safety.services import raise_concern
from schedule.envelope import Envelope
from schedule.models import Deposit, Occurrence
from schedule.services import ages, receive

BODY_KEYS = {"administration", "item", "value", "declined"}
_LOCK = (
    f"SELECT {columns(Participant, 'people_participant')} FROM people_participant "  # noqa: S608
    "WHERE id = %s FOR NO KEY UPDATE"
)
_COLUMNS = (
    columns(Administration, "administration"),
    columns(ContentVersion, "instrument", without=("body",)),
    columns(Occurrence, "occurrence"),
)
# With what she has answered there and not deleted, and when she last deleted this very item.
_WHERE = """
    SELECT ARRAY(
        SELECT answer.item FROM measures_answer answer
        WHERE answer.administration_id = administration.id AND NOT EXISTS (
            SELECT FROM schedule_retraction taken WHERE taken.deposit_id = answer.deposit_id)
    ), (
        SELECT max(taken.at) FROM measures_answer answer
        JOIN schedule_retraction taken ON taken.deposit_id = answer.deposit_id
        WHERE answer.administration_id = administration.id AND answer.item = %s
    ), occurrence.id IS NOT NULL, {}
    FROM measures_administration administration
    JOIN catalog_contentversion instrument ON instrument.id = administration.instrument_id
    LEFT JOIN schedule_occurrence occurrence ON occurrence.id = administration.occurrence_id
    WHERE administration.participant_id = %s AND administration.public_id = %s
""".format(", ".join(_COLUMNS))  # noqa: S608 - names of our own models


@dataclass(frozen=True)
class _Body:
    administration: UUID
    item: str
    value: Any
    declined: bool


@dataclass(frozen=True)
class Stored:
    """What became of an answer, for whoever goes on from there in the same transaction.

    `deleted_since`: she deleted what stands in its place after this was said.
    """

    acknowledgement: Acknowledgement
    administration: Administration
    deleted_since: bool


@transaction.atomic
def save_answer(*, device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Store one answer exactly once and finish what it completes.

    The same envelope again gives the same acknowledgement. Raises Conflict (code "other_body")
    for a UUID seen with other words, NotFound when the questionnaire is not hers, BadInput when
    the answer is none of the item's. An answer that comes after the close of a window it was
    begun in is kept and marked. The concern it may raise is stored with it, or neither is.
    """
    return store_answer(device=device, envelope=envelope, now=now).acknowledgement


def store_answer(*, device: Device, envelope: Envelope, now: datetime) -> Stored:
    """As save_answer, inside the caller's transaction."""
    if envelope.kind != Deposit.Kind.ANSWER:
        raise BadInput(_("This is not an answer."), field="kind")
    # Her row first: two tabs cannot both believe they hold the last open item.
    mother = locked(device)
    deposit, created = receive(device=device, envelope=envelope, now=now)
    if created:
        return _store(mother, deposit, _read(envelope.body), now)
    answer = Answer.objects.select_related("content", "administration").get(deposit=deposit)
    rule = _rule_of(mother, answer)
    acknowledgement = _acknowledge(mother, deposit, answer, rule, repeated=True, now=now)
    return Stored(acknowledgement, answer.administration, deleted_since=False)


def locked(device: Device) -> Participant:
    """The row of the mother whose phone it is, as it is now: one write of hers at a time."""
    mother = read(Participant, iter(ask(_LOCK, [device.participant_id])))
    known = device.participant
    if known.clinic_id == mother.clinic_id:
        mother.clinic = known.clinic
    return mother


def _store(mother: Participant, deposit: Deposit, body: _Body, now: datetime) -> Stored:
    place = _place_of(mother, body)
    administration = place.administration
    item = _item_of(administration, body)
    _refuse_value(item, body)
    answer = _row(mother, deposit, administration, item, body)
    insert(answer)
    rule = _rule_of(mother, answer)
    if rule:
        _watch(mother, deposit, rule, now)
    if not administration.finished_at:
        hear_address(administration, mother)
        if _may_be_last(place, mother, item):
            finish_administration(administration=administration, now=now)
    elif any(one.needs for one in administration.instrument.content.items):
        hear_conditions(administration)
    deleted_at = place.deleted_at
    return Stored(
        _acknowledge(mother, deposit, answer, rule, repeated=False, now=now),
        administration,
        deleted_since=deleted_at is not None and deleted_at > deposit.answered_at,
    )


def _row(
    mother: Participant,
    deposit: Deposit,
    administration: Administration,
    item: Item,
    body: _Body,
) -> Answer:
    closes_at = administration.occurrence.closes_at if administration.occurrence else None
    ages_then = ages(participant=mother, at=deposit.answered_at)
    is_text = isinstance(body.value, str)
    return Answer(
        deposit=deposit,
        administration=administration,
        item=item.code,
        number=None if is_text else body.value,
        text=body.value if is_text else None,
        declined=body.declined,
        content=administration.instrument,
        language=administration.instrument.content.language_for(mother.language),
        timing=timing(
            closes_at=closes_at,
            answered_at=deposit.answered_at,
            received_at=deposit.received_at,
        ),
        gestational_day=ages_then.gestational_day,
        infant_day=ages_then.infant_day,
        anchor=ages_then.anchor,
    )


def _read(body: dict[str, Any]) -> _Body:
    """The body of an answer, its keys and types checked."""
    if set(body) != BODY_KEYS:
        wrong = ", ".join(sorted(map(str, set(body) ^ BODY_KEYS)))
        raise BadInput(
            _("An answer has: administration, item, value, declined. Check: %(keys)s.")
            % {"keys": wrong},
            field="body",
        )
    administration = parse_uuid(body["administration"])
    if administration is None:
        raise BadInput(_("“administration” must be a UUID."), field="administration")
    if not isinstance(body["item"], str):
        raise BadInput(_("“item” must be the code of a question."), field="item")
    if not isinstance(body["declined"], bool):
        raise BadInput(_("“declined” must be true or false."), field="declined")
    return _Body(administration, body["item"], body["value"], body["declined"])


@dataclass(frozen=True)
class _Place:
    """Where an answer belongs, and what stands there so far."""

    administration: Administration
    answered: frozenset[str]
    deleted_at: datetime | None


def _place_of(mother: Participant, body: _Body) -> _Place:
    """Raises NotFound when the questionnaire is not hers."""
    # PostgreSQL takes no NUL, and no item has one: what is asked for so is refused as unknown.
    item = body.item.replace("\0", "")
    found = ask(_WHERE, [item, mother.pk, str(body.administration)])
    if found is None:
        raise NotFound(_("These questions are not here. Open them again from Today."))
    answered, deleted_at, has_window, *rest = found
    values = iter(rest)
    administration = read(Administration, values)
    administration.instrument = read(ContentVersion, values, without=("body",))
    administration.occurrence = read(Occurrence, values) if has_window else None
    administration.participant = mother
    return _Place(administration, frozenset(answered), deleted_at)


def _may_be_last(place: _Place, mother: Participant, item: Item) -> bool:
    """Whether no item that surely is put to her is left: only then is it worth a closer look."""
    held, said = place.administration.not_asked, place.answered | {item.code}
    put = asked(place.administration.instrument.content, mother)
    return all(one.code in said or one.needs or one.code in held for one in put)


def _item_of(administration: Administration, body: _Body) -> Item:
    try:
        return administration.instrument.content.item(body.item)
    except KeyError as error:
        raise BadInput(
            _("There is no such question here. Open it again from Today."),
            code="unknown_item",
            field="item",
        ) from error


def _refuse_value(item: Item, body: _Body) -> None:
    """Raise BadInput, saying what would be right, unless the value may be stored."""
    if body.declined:
        if body.value is not None:
            raise BadInput(_("Choose an answer, or “I’d rather not say”: not both."), field="value")
        return
    if item.accepts(body.value):
        return
    if item.kind == "text":
        message = _("Write something, up to %(most)s letters.") % {"most": item.max_length}
    elif item.kind == "scale":
        message = _("Choose a number from %(low)s to %(high)s.") % {
            "low": item.minimum,
            "high": item.maximum,
        }
    else:
        message = _("Choose one of the answers shown.")
    raise BadInput(message, code="out_of_range", field="value")


def _watch(mother: Participant, deposit: Deposit, rule: SafetyRule, now: datetime) -> None:
    """Raise the concern this one answer asks for: late or not, never waiting for the rest."""
    raise_concern(
        participant=mother,
        rule=rule.code,
        tier=rule.tier,
        kind=ConcernSource.Kind.ANSWER,
        source_id=deposit.client_uuid,
        happened_at=deposit.answered_at,
        now=now,
    )


def _rule_of(mother: Participant, answer: Answer) -> SafetyRule | None:
    return rule_for(mother, instrument=answer.content.code, item=answer.item, value=answer.number)


def _acknowledge(
    mother: Participant,
    deposit: Deposit,
    answer: Answer,
    rule: SafetyRule | None,
    *,
    repeated: bool,
    now: datetime,
) -> Acknowledgement:
    return Acknowledgement(
        uuid=deposit.client_uuid,
        repeated=repeated,
        received_at=deposit.received_at,
        late=answer.timing != IN_TIME,
        help=help_of(mother, rule, now=now) if rule else None,
    )
