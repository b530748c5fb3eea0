"""A stress exercise: something hard is called up, then put down."""

from portal.steps.kind import StepKind
from portal.steps.timed import context, said

KIND = StepKind(template="portal/step_stress.html", context=context, said=said)
