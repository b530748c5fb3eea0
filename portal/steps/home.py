"""Practice at home: one question, when?"""

from datetime import time
from typing import Any

from django.http import QueryDict

from catalog.types import Step
from portal.stepping import Walk
from portal.steps.kind import StepKind
from reminders.planning import QuietHours
from reminders.services import preference_of


def context(walk: Walk, step: Step, asked: QueryDict) -> dict[str, Any]:
    """The times she may choose from, with the one she chose before; what she typed just now."""
    kept = preference_of(walk.mother)
    quiet = QuietHours(kept.quiet_from, kept.quiet_until)
    before = walk.home_time(step.practice or "")
    planned = before.strftime("%H:%M") if before else ""
    offered = {one.at: one.labels.get(walk.lang, walk.addressed) for one in step.times}
    if planned:
        offered.setdefault(planned, "")
    return {
        "times": [
            (at, words, quiet.cover(time.fromisoformat(at))) for at, words in offered.items()
        ],
        "chosen": asked.get("at", planned),
        "typed": asked.get("own", ""),
        "quiet": None if quiet.start == quiet.end else quiet,
    }


def said(_step: Step, form: QueryDict) -> dict[str, Any]:
    """The time, where she chose one, with the field left empty too: as scripts send it."""
    given = {name: form[name] for name in ("at", "own") if name in form}
    return {"fields": given} if given else {}


KIND = StepKind(template="portal/step_home.html", context=context, said=said)
