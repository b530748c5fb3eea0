"""Looking closely at an urge; its twin does not use the body."""

from portal.steps.kind import StepKind
from portal.steps.timed import context, said

KIND = StepKind(template="portal/step_exploration.html", context=context, said=said)
