"""Steps that may stir things up wait until a clinician opens them for this mother."""

from datetime import datetime

from django.db import transaction

from catalog.types import Step
from kernel.errors import BadInput
from people.models import User
from sessions.models import AssignedSession, StepRelease
from sessions.services.walking import content_of


@transaction.atomic
def release_step(
    *, assigned: AssignedSession, step_code: str, by: User, now: datetime
) -> StepRelease:
    """Open one such step; twice is once."""
    AssignedSession.objects.select_for_update(no_key=True).get(pk=assigned.pk)
    step = _provoking(assigned, step_code)
    live = assigned.releases.filter(step=step.code, ended_at=None).first()
    return live or StepRelease.objects.create(
        assigned=assigned, step=step.code, released_by=by, released_at=now
    )


@transaction.atomic
def withhold_step(*, assigned: AssignedSession, step_code: str, now: datetime) -> int:
    """Take the release back: it waits again. What she has done of it stays. How many ended."""
    step = _provoking(assigned, step_code)
    ended = 0
    for live in assigned.releases.filter(step=step.code, ended_at=None):
        live.ended_at = now
        live.save(update_fields=["ended_at"])
        ended += 1
    return ended


def _provoking(assigned: AssignedSession, code: str) -> Step:
    found = next((one for one in content_of(assigned).steps if one.code == code), None)
    if found is None or not found.provoking:
        raise BadInput("That part waits for nobody. Open her page again.", field="step")
    return found
