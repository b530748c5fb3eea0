"""Storing what she did at a step, and the one door for everything a phone hands in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.types import Step
from kernel.errors import BadInput, NotFound
from kernel.ids import parse_uuid
from measures.acknowledgement import Acknowledgement, Help
from measures.help import crisis_lines
from measures.models import Administration
from measures.services import save_answer
from people.models import Device, Participant
from schedule.envelope import Envelope
from schedule.models import Deposit
from schedule.services import receive
from sessions.models import AssignedSession, AssignedSessionQuerySet, StepEntry
from sessions.services.walking import complete_session, content_of, enter_session

NEEDED = {"assigned", "step", "event"}
ALLOWED = NEEDED | {"anchor", "seconds", "text"}


@dataclass(frozen=True)
class _Body:
    assigned: UUID
    step: str
    event: str
    anchor: str
    seconds: int | None
    text: str | None


@transaction.atomic
def hand_in(*, device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Store whatever a phone hands in: an answer or an entry.

    Pages and the deposit endpoint come through here, so that the last answer of a step's
    questionnaire also completes its session, in the same transaction.
    """
    if envelope.kind == Deposit.Kind.ENTRY:
        return save_entry(device=device, envelope=envelope, now=now)
    acknowledgement = save_answer(device=device, envelope=envelope, now=now)
    administration = Administration.objects.get(answers__deposit__client_uuid=envelope.client_uuid)
    if administration.asked_by and administration.finished_at:
        assigned_uuid = administration.asked_by.partition("/")[0]
        assigned = _assigned().get(public_id=assigned_uuid)
        complete_session(assigned=assigned, now=now)
    return acknowledgement


@transaction.atomic
def save_entry(*, device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Store one thing she did at a step exactly once; complete the session when it was the last.

    Raises Conflict (code "other_body") for a UUID seen with other words, NotFound when the
    session is not hers, BadInput for what the step does not have, WindowClosed for a session
    that never was open to her. What she did in one that was open is kept, also under a hold.
    """
    if envelope.kind != Deposit.Kind.ENTRY:
        raise BadInput(_("This is not a step."), field="kind")
    mother = Participant.objects.select_for_update(no_key=True).get(pk=device.participant_id)
    deposit, created = receive(device=device, envelope=envelope, now=now)
    if created:
        entry = _store(mother, deposit, _read(envelope.body), now)
    else:
        entry = StepEntry.objects.get(deposit=deposit)
    stopped = entry.event == StepEntry.Event.STOPPED
    return Acknowledgement(
        uuid=deposit.client_uuid,
        repeated=not created,
        received_at=deposit.received_at,
        help=_help_after_stopping(mother) if stopped else None,
    )


def _store(mother: Participant, deposit: Deposit, body: _Body, now: datetime) -> StepEntry:
    assigned = _assigned().filter(public_id=body.assigned, course__participant=mother).first()
    if assigned is None:
        raise NotFound(_("This is not here. Open it again from Today."))
    if assigned.first_opened_at is None:
        enter_session(assigned=assigned, now=now)
    step = _step_of(assigned, body)
    _refuse_wrong(step, _anchors_of(assigned, step), body)
    entry = StepEntry.objects.create(
        deposit=deposit,
        assigned=assigned,
        step=step.code,
        event=body.event,
        anchor=body.anchor,
        # A page left open in a pocket is no practice: at most twice the length counts.
        seconds=None if body.seconds is None else min(body.seconds, step.seconds * 2),
        text=body.text,
        language=assigned.course.curriculum.content.language_for(mother.language),
    )
    complete_session(assigned=assigned, now=now)
    return entry


def _assigned() -> AssignedSessionQuerySet:
    return AssignedSession.objects.select_related(
        "course__curriculum", "course__participant", "occurrence"
    ).defer("course__curriculum__body")


def _read(body: dict[str, Any]) -> _Body:
    """The body of an entry, its keys and types checked."""
    if not NEEDED <= set(body) <= ALLOWED:
        raise BadInput(_("A step has: assigned, step, event; anchor, seconds, text."), field="body")
    assigned = parse_uuid(body["assigned"])
    if assigned is None:
        raise BadInput(_("“assigned” must be a UUID."), field="assigned")
    if not isinstance(body["step"], str):
        raise BadInput(_("“step” must be the code of a step."), field="step")
    if body["event"] not in StepEntry.Event.values:
        raise BadInput(_("There is no such event."), field="event")
    anchor = body.get("anchor") or ""
    if not isinstance(anchor, str):
        raise BadInput(_("There is no such choice here."), field="anchor")
    seconds = body.get("seconds")
    if seconds is not None and (type(seconds) is not int or seconds < 0):
        raise BadInput(_("“seconds” must be a whole number."), field="seconds")
    text = body.get("text")
    if text is not None and not isinstance(text, str):
        raise BadInput(_("“text” must be words."), field="text")
    return _Body(assigned, body["step"], body["event"], anchor, seconds, text)


def _step_of(assigned: AssignedSession, body: _Body) -> Step:
    try:
        return content_of(assigned).step(body.step)
    except KeyError as error:
        raise BadInput(
            _("There is no such step here. Open it again from Today."),
            code="unknown_step",
            field="step",
        ) from error


def _anchors_of(assigned: AssignedSession, step: Step) -> tuple[str, ...]:
    """What attention may rest on in it, or in the short form that may stand in for it."""
    short = content_of(assigned).step(step.short).anchors if step.short else ()
    return (*step.anchors, *short)


def _refuse_wrong(step: Step, anchors: tuple[str, ...], body: _Body) -> None:
    """Raise BadInput for what this kind of step does not have."""
    practice = step.kind == "practice"
    if body.anchor and body.anchor not in anchors:
        raise BadInput(_("There is no such choice here."), field="anchor")
    if body.seconds is not None and not practice:
        raise BadInput(_("Only a practice has seconds."), field="seconds")
    if body.event == StepEntry.Event.STOPPED and not practice:
        raise BadInput(_("Only a practice can be stopped."), field="event")
    writes = body.event == StepEntry.Event.REFLECTION
    if writes != (body.text is not None):
        raise BadInput(_("Words come with a reflection, and only with it."), field="text")
    if not writes:
        return
    if step.kind != "reflection":
        raise BadInput(_("There is nothing to write at this step."), field="event")
    most = step.max_length or 0
    if not 0 < len((body.text or "").strip()) <= most:
        raise BadInput(_("Write something, up to %(most)s letters.") % {"most": most}, field="text")


def _help_after_stopping(mother: Participant) -> Help:
    """Nobody is told yet: the record of harm comes with the phone issue."""
    with override(mother.language):
        title = _("You stopped. That is fine.")
        first = _("Not every practice fits every day. You can leave it, or try another one.")
        second = _("If things feel hard right now, you can reach someone here.")
    return Help(
        title=title,
        body_html=format_html("<p>{}</p><p>{}</p>", first, second),
        lines=crisis_lines(mother),
        told=False,
        language=mother.language,
    )
