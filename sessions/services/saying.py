"""The body of an entry: read strictly, and checked against the step it is about."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.types import Step
from kernel.errors import BadInput
from kernel.ids import parse_uuid
from sessions.models import StepEntry
from sessions.services.dosing import DOSE_KEYS, Said, read_dose
from sessions.services.homing import read_time

NEEDED = {"assigned", "step", "event"}
ALLOWED = NEEDED | DOSE_KEYS | {"text", "fields"}


@dataclass(frozen=True)
class Body:
    """What she did at which step, as the phone says it."""

    assigned: UUID
    step: str
    event: str
    dose: Said
    text: str | None
    fields: dict[str, Any] | None


def read_body(body: dict[str, Any]) -> Body:
    """The body of an entry, its keys and types checked."""
    if not NEEDED <= set(body) <= ALLOWED:
        message = _("A step has: assigned, step, event; %(more)s.")
        more = ", ".join(sorted(ALLOWED - NEEDED))
        raise BadInput(message % {"more": more}, field="body")
    assigned = parse_uuid(body["assigned"])
    if assigned is None:
        raise BadInput(_("“assigned” must be a UUID."), field="assigned")
    if not isinstance(body["step"], str):
        raise BadInput(_("“step” must be the code of a step."), field="step")
    if body["event"] not in StepEntry.Event.values:
        raise BadInput(_("There is no such event."), field="event")
    text, fields = body.get("text"), body.get("fields")
    if text is not None and not isinstance(text, str):
        raise BadInput(_("“text” must be words."), field="text")
    if fields is not None and not isinstance(fields, dict):
        raise BadInput(_("“fields” must name each place and what is in it."), field="fields")
    return Body(assigned, body["step"], body["event"], read_dose(body), text, fields)


def refuse_wrong(step: Step, body: Body) -> None:
    """Raise BadInput for what this kind of step does not have."""
    ends = (StepEntry.Event.STOPPED, StepEntry.Event.LEFT)
    if body.event in ends and not step.is_timed:
        raise BadInput(_("Only a practice can be stopped."), field="event")
    if step.kind == "home":
        read_time(body.fields)
    elif body.fields is not None and step.kind != "worksheet":
        raise BadInput(_("There are no places to write in at this step."), field="fields")
    writes = body.event == StepEntry.Event.REFLECTION
    if not writes and (body.text is not None or (body.fields and step.kind == "worksheet")):
        raise BadInput(_("Words come with a reflection, and only with it."), field="text")
    if writes and step.kind == "worksheet":
        return _refuse_fields(step, body)
    if writes != (body.text is not None):
        raise BadInput(_("Words come with a reflection, and only with it."), field="text")
    if not writes:
        return None
    if step.kind != "reflection":
        raise BadInput(_("There is nothing to write at this step."), field="event")
    most = step.max_length or 0
    if not 0 < len((body.text or "").strip()) <= most:
        raise BadInput(_("Write something, up to %(most)s letters.") % {"most": most}, field="text")
    return None


def filled(body: Body) -> dict[str, Any]:
    """The places with something in them; what she left empty is not there."""
    given = (body.fields or {}).items()
    return {code: value for code, value in given if value is not None and str(value).strip()}


def kept_fields(step: Step, body: Body) -> str | None:
    """Her words and numbers by code, as they are stored."""
    if step.kind == "home":
        at = read_time(body.fields)
        said = {"at": at.strftime("%H:%M")} if at else {}
    else:
        said = filled(body) if step.kind == "worksheet" else {}
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else None


def _refuse_fields(step: Step, body: Body) -> None:
    if body.text is not None:
        raise BadInput(_("“text” must be words."), field="text")
    places = {field.code: field for field in step.fields}
    said = filled(body)
    if not said:
        raise BadInput(_("Write a few words, or press “Nothing to write now”."), field="fields")
    for code, value in said.items():
        place = places.get(code)
        if place is None:
            raise BadInput(_("There is no such place on this page."), field=str(code))
        if place.accepts(value):
            continue
        if place.kind == "text":
            most = {"most": place.max_length}
            raise BadInput(_("Write something, up to %(most)s letters.") % most, field=code)
        ends = {"low": place.minimum, "high": place.maximum}
        raise BadInput(_("Choose a number from %(low)s to %(high)s.") % ends, field=code)
