"""Reading: a passage with a small drawing."""

from portal.steps.kind import StepKind

KIND = StepKind(template="portal/step_reading.html")
