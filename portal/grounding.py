"""After a practice that was not good for her: a minute of grounding, and help."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from measures.acknowledgement import Help
from portal.lines import shown
from portal.plans import plan_for, shown_plan
from sessions.services import harm_rule, help_after


def ground(request: HttpRequest, told: Help | None) -> dict[str, Any]:
    """What stands there; without `told`, as it comes with the page of a practice.

    Then it says nothing of when staff see it: with no network nobody would know.
    """
    mother = request.device.participant
    rule = harm_rule(mother)
    words = told or help_after(mother, now=timezone.now())
    plan = plan_for(request.device, request.mother)
    return {
        "help": words,
        "staff": told.staff if told else "",
        "is_told": rule is not None and rule.tier != "none",
        "lines": shown(words.lines, words.language),
        "plan_parts": shown_plan(plan) if plan else [],
    }
