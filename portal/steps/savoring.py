"""Savoring: she chooses a thing, and stays with it."""

from portal.steps.kind import StepKind
from portal.steps.timed import context, said

KIND = StepKind(template="portal/step_savoring.html", context=context, said=said)
