"""What follows an answer that needs a person, in the same response: as a page and for a script.

Thank you and when staff see it; her own plan; people to call; what makes calling hard.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from measures.acknowledgement import Acknowledgement, Help
from portal.calling import hard_to_call
from portal.labels import label
from portal.lines import shown
from portal.plans import pieces, plan_for, shown_plan

VIOLENCE = "violence"
NOW = "now"


def help_page(told: Help, request: HttpRequest) -> dict[str, Any]:
    """What the page shows. Her plan only where this phone may show it: open, or as she chose."""
    plan = plan_for(request.device, request.mother)
    parts = shown_plan(plan) if plan else []
    return {
        "title": told.title,
        "body": told.body_html,
        "staff": told.staff,
        "urgent": told.tier == NOW,
        "lines": shown(told.lines, told.language),
        "plan_parts": parts,
        "plan_link": "" if parts else _plan_link(request),
        "safe_first": told.family == VIOLENCE,
        "calling_hard": hard_to_call(),
        "not_kept": label("not_kept"),
    }


def as_json(acknowledged: Acknowledgement, request: HttpRequest) -> dict[str, Any]:
    """The reply of the deposit endpoint, with everything the page would show."""
    reply, told = acknowledged.as_json(), acknowledged.help
    if told is None or not told.told:
        return reply
    page = help_page(told, request)
    reply["help"] |= {
        "plan": {
            "title": _("My plan for a hard time"),
            "parts": [
                {"title": str(one.part.title), "pieces": pieces(one.words)}
                for one in page["plan_parts"]
            ],
            "link": {"url": reverse("portal:plan"), "words": page["plan_link"]}
            if page["plan_link"]
            else None,
        },
        "lines_title": _("Talk to a person now"),
        "lines_note": _("Calls and texts show in your phone's lists."),
        "safe": {"url": reverse("portal:safe"), "words": _("If someone is hurting or scaring you")}
        if page["safe_first"]
        else None,
        "hard": {
            "title": _("What would make calling hard?"),
            "reads": page["not_kept"],
            "reasons": [{"reason": one.reason, "help": one.help} for one in page["calling_hard"]],
        },
    }
    return reply


def _plan_link(request: HttpRequest) -> str:
    """She has none, or this phone must be opened first to see whether she has."""
    if request.mother is None:
        return _("My plan for a hard time")
    return _("Make a plan for a hard time")
