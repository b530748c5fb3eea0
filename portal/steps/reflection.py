"""Reflection: a line or two, if she wants to write."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.types import Step
from kernel.errors import BadInput
from portal.stepping import Walk
from portal.steps.kind import StepKind, lines


def context(walk: Walk, step: Step, asked: QueryDict) -> dict[str, Any]:
    """What she wrote last, or what just came back."""
    return {"words": lines(asked, "text") if "text" in asked else walk.words(step.code)}


def said(_step: Step, form: QueryDict) -> dict[str, Any]:
    """Her words. Raises BadInput where there are none."""
    text = lines(form, "text")
    if not text.strip():
        raise BadInput(_("Write a few words, or press “Nothing to write now”."), field="text")
    return {"text": text}


KIND = StepKind(
    template="portal/step_reflection.html", event="reflection", context=context, said=said
)
