"""A guided practice."""

from portal.steps.kind import StepKind
from portal.steps.timed import context, said

KIND = StepKind(template="portal/step_practice.html", context=context, said=said)
