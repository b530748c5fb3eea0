"""Storing what she did at a step."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.types import Step
from kernel.errors import BadInput, NotFound
from measures.acknowledgement import Acknowledgement
from people.models import Device, Participant
from schedule.envelope import Envelope
from schedule.models import Deposit
from schedule.services import receive
from sessions.models import AssignedSession, AssignedSessionQuerySet, HarmRecord, StepEntry
from sessions.services.dosing import dose_of
from sessions.services.harming import harm_of, help_after, record_harm
from sessions.services.homing import done_at_home, plan_at_home, read_time
from sessions.services.saying import Body, kept_fields, read_body, refuse_wrong
from sessions.services.walking import complete_session, content_of, enter_session, practice_name


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
        _store(mother, deposit, read_body(envelope.body), now)
    harmed = HarmRecord.objects.filter(deposit=deposit).exists()
    return Acknowledgement(
        uuid=deposit.client_uuid,
        repeated=not created,
        received_at=deposit.received_at,
        help=help_after(mother, now=now) if harmed else None,
    )


def _store(mother: Participant, deposit: Deposit, body: Body, now: datetime) -> None:
    assigned = assigned_rows().filter(public_id=body.assigned, course__participant=mother).first()
    if assigned is None:
        raise NotFound(_("This is not here. Open it again from Today."))
    if assigned.first_opened_at is None:
        enter_session(assigned=assigned, now=now)
    step = _step_of(assigned, body)
    dose = dose_of(content_of(assigned), step, body.dose)
    refuse_wrong(step, body)
    entry = StepEntry.objects.create(
        deposit=deposit,
        assigned=assigned,
        step=step.code,
        event=body.event,
        text=body.text,
        fields=kept_fields(step, body),
        language=assigned.course.curriculum.content.language_for(mother.language),
        **dose,
    )
    _follow(mother, entry, step, body, now)
    complete_session(assigned=assigned, now=now)


def assigned_rows() -> AssignedSessionQuerySet:
    """Assigned sessions with what a step needs, without the body of the curriculum."""
    return AssignedSession.objects.select_related(
        "course__curriculum", "course__participant", "occurrence"
    ).defer("course__curriculum__body")


def _step_of(assigned: AssignedSession, body: Body) -> Step:
    """The step, where she may do it: one that waits for a release was released at some time."""
    try:
        step = content_of(assigned).step(body.step)
    except KeyError as error:
        raise BadInput(
            _("There is no such step here. Open it again from Today."),
            code="unknown_step",
            field="step",
        ) from error
    if step.provoking and not assigned.releases.filter(step__in=_release_codes(assigned, step)):
        message = _("This part is not open yet. Your care team can open it.")
        raise BadInput(message, code="not_released", field="step")
    return step


def _release_codes(assigned: AssignedSession, step: Step) -> set[str]:
    """Its own, or that of the step it stands for: who opens one opens its twin."""
    main = content_of(assigned).stands_for(step.code)
    return {step.code, main.code if main else step.code}


def _follow(mother: Participant, entry: StepEntry, step: Step, body: Body, now: datetime) -> None:
    """What else comes of it: harm noted, practice at home planned or done."""
    assigned, deposit = entry.assigned, entry.deposit
    practice = practice_name(assigned, step.code)
    stopped = entry.event == StepEntry.Event.STOPPED
    kind = harm_of(stopped=stopped, before=entry.before, after=entry.after)
    if kind:
        record_harm(
            mother=mother,
            deposit=deposit,
            practice=practice,
            kind=kind,
            before=entry.before,
            after=entry.after,
            now=now,
        )
    at = read_time(body.fields) if step.kind == "home" else None
    if at is not None:
        meant = practice_name(assigned, step.practice or "")
        plan_at_home(assigned=assigned, step=step, practice=meant, at=at, now=now)
    if step.is_timed and entry.event == StepEntry.Event.DONE:
        done_at_home(participant=mother, practice=practice, at=deposit.answered_at)
