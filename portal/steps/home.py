"""Practice at home: one question, when?"""

from typing import Any

from django.http import QueryDict

from catalog.types import Step
from portal.stepping import Walk
from portal.steps.kind import StepKind


def context(walk: Walk, step: Step, _asked: QueryDict) -> dict[str, Any]:
    """The times she may choose from, and the one she chose before."""
    chosen = walk.home_time(step.practice or "")
    return {
        "times": [(one.at, one.labels.get(walk.lang, walk.addressed)) for one in step.times],
        "chosen": chosen.strftime("%H:%M") if chosen else "",
    }


def said(_step: Step, form: QueryDict) -> dict[str, Any]:
    """The time, where she chose one."""
    at = form.get("at", "")
    return {"fields": {"at": at}} if at else {}


KIND = StepKind(template="portal/step_home.html", context=context, said=said)
