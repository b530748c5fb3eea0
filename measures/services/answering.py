"""Storing what she said: the answer, its receipt and any concern in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.types import Item, SafetyRule
from kernel.errors import BadInput, NotFound
from kernel.ids import parse_uuid
from measures.acknowledgement import Acknowledgement
from measures.help import help_of, rule_for
from measures.models import Administration, Answer
from measures.services.administering import finish_administration, hear_address
from measures.timing import IN_TIME, timing
from people.models import Device, Participant
from safety.models import ConcernSource
from safety.services import raise_concern
from schedule.envelope import Envelope
from schedule.models import Deposit
from schedule.services import ages, receive

BODY_KEYS = {"administration", "item", "value", "declined"}


@dataclass(frozen=True)
class _Body:
    administration: UUID
    item: str
    value: Any
    declined: bool


@transaction.atomic
def save_answer(*, device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Store one answer exactly once and finish what it completes.

    The same envelope again gives the same acknowledgement. Raises Conflict (code "other_body")
    for a UUID seen with other words, NotFound when the questionnaire is not hers, BadInput when
    the answer is none of the item's. An answer that comes after the close of a window it was
    begun in is kept and marked. The concern it may raise is stored with it, or neither is.
    """
    if envelope.kind != Deposit.Kind.ANSWER:
        raise BadInput(_("This is not an answer."), field="kind")
    # Her row first: two tabs cannot both believe they hold the last open item.
    mother = Participant.objects.select_for_update(no_key=True).get(pk=device.participant_id)
    deposit, created = receive(device=device, envelope=envelope, now=now)
    if created:
        answer = _store(mother, deposit, _read(envelope.body), now)
    else:
        answer = Answer.objects.select_related("content").get(deposit=deposit)
    return _acknowledge(mother, deposit, answer, repeated=not created, now=now)


def _store(mother: Participant, deposit: Deposit, body: _Body, now: datetime) -> Answer:
    administration = _hers(mother, body.administration)
    item = _item_of(administration, body)
    _refuse_value(item, body)
    closes_at = administration.occurrence.closes_at if administration.occurrence else None
    ages_then = ages(participant=mother, at=deposit.answered_at)
    is_text = isinstance(body.value, str)
    answer = Answer.objects.create(
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
    _watch(mother, deposit, answer, now)
    if not administration.finished_at:
        hear_address(administration, mother)
        finish_administration(administration=administration, now=now)
    return answer


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


def _hers(mother: Participant, administration: UUID) -> Administration:
    found = (
        Administration.objects.select_related("instrument", "occurrence", "participant")
        .defer("instrument__body")
        .filter(participant=mother, public_id=administration)
        .first()
    )
    if found is None:
        raise NotFound(_("These questions are not here. Open them again from Today."))
    return found


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


def _watch(mother: Participant, deposit: Deposit, answer: Answer, now: datetime) -> None:
    """Raise the concern this one answer asks for: late or not, never waiting for the rest."""
    rule = _rule_of(mother, answer)
    if rule:
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
    mother: Participant, deposit: Deposit, answer: Answer, *, repeated: bool, now: datetime
) -> Acknowledgement:
    rule = _rule_of(mother, answer)
    return Acknowledgement(
        uuid=deposit.client_uuid,
        repeated=repeated,
        received_at=deposit.received_at,
        late=answer.timing != IN_TIME,
        help=help_of(mother, rule, now=now) if rule else None,
    )
