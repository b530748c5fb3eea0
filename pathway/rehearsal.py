"""Doing what a mother does, in her place and at a time: for demo data, never for a real mother."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from catalog.types import Item, Step
from kernel.errors import NotAllowed
from measures.models import Administration
from measures.services import items_for, start_administrations
from people.models import Device, Participant
from schedule.envelope import of_form
from schedule.models import Occurrence
from sessions.models import AssignedSession
from sessions.services import enter_session, hand_in, path_of, start_questions

Choose = Callable[[Item], int]


def check_in(*, device: Device, occurrence: Occurrence, choose: Choose, now: datetime) -> None:
    """Answer a whole check-in."""
    mother = _invented(device.participant)
    for administration in start_administrations(occurrence=occurrence, participant=mother, now=now):
        answer_all(device=device, administration=administration, choose=choose, now=now)


def answer_all(
    *, device: Device, administration: Administration, choose: Choose, now: datetime
) -> None:
    """Answer every item of one instrument; free text is declined."""
    for item in items_for(administration):
        free_text = item.kind == "text"
        body = {
            "administration": str(administration.public_id),
            "item": item.code,
            "value": None if free_text else choose(item),
            "declined": free_text,
        }
        _hand_in(device, "answer", body, now)


def go_through(
    *, device: Device, assigned: AssignedSession, choose: Choose, written: str, now: datetime
) -> None:
    """Do every step of a session."""
    _invented(device.participant)
    enter_session(assigned=assigned, now=now)
    for step in path_of(assigned):
        if step.kind == "questionnaire":
            administration = start_questions(assigned=assigned, step_code=step.code, now=now)
            answer_all(device=device, administration=administration, choose=choose, now=now)
            continue
        if step.kind == "reflection":
            _hand_in(device, "entry", _entry(assigned, step, "reflection", text=written), now)
        rests_on = [*step.anchors, *(one.code for one in step.things), ""]
        practice = {"anchor": rests_on[0], "seconds": step.seconds} if step.is_timed else {}
        _hand_in(device, "entry", _entry(assigned, step, "done", **practice), now)


def _entry(assigned: AssignedSession, step: Step, event: str, **more: object) -> dict:
    return {"assigned": str(assigned.public_id), "step": step.code, "event": event, **more}


def _hand_in(device: Device, kind: str, body: dict, now: datetime) -> None:
    envelope = of_form(
        client_uuid=uuid4(), kind=kind, body=body, zone=device.participant.zone, now=now
    )
    hand_in(device=device, envelope=envelope, now=now)


def _invented(participant: Participant) -> Participant:
    if not participant.is_synthetic:
        raise NotAllowed("Only an invented mother can be rehearsed.")
    return participant
