"""The questions of an instrument: they have pages of their own."""

from datetime import datetime

from catalog.types import Step
from portal.questioning import series_of
from portal.stepping import Walk
from portal.steps.kind import StepKind
from sessions.services import start_questions


def elsewhere(walk: Walk, step: Step, now: datetime) -> str:
    """The first open question, or on, once all are answered."""
    begun = start_questions(assigned=walk.assigned, step_code=step.code, now=now)
    series = series_of(begun, now=now)
    return walk.onward(step.code) if series.finished else series.onward()


KIND = StepKind(template="", elsewhere=elsewhere)
