"""A worksheet: short fields to write in or rate, each by its code."""

from typing import Any

from django.http import QueryDict

from catalog.types import Field, Step
from portal.stepping import Walk
from portal.steps.kind import StepKind, lines, whole


def context(walk: Walk, step: Step, asked: QueryDict) -> dict[str, Any]:
    """Each place with what is in it: what she filled in last, or what just came back."""
    back = any(field.code in asked for field in step.fields)
    kept = _fields(step, asked) if back else walk.fields(step.code)
    return {
        "places": [
            {
                "code": field.code,
                "kind": field.kind,
                "label": field.labels.get(walk.lang, walk.addressed),
                "note": field.notes.get(walk.lang, walk.addressed),
                "low": field.lows.get(walk.lang),
                "high": field.highs.get(walk.lang),
                "values": _values(field),
                "most": field.max_length,
                "kept": kept.get(field.code),
            }
            for field in step.fields
        ]
    }


def said(step: Step, form: QueryDict) -> dict[str, Any]:
    """Every place as the script sends it: empty words are "", no number is not there."""
    return {"fields": _fields(step, form)}


def _fields(step: Step, form: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in step.fields:
        if field.kind == "text":
            found[field.code] = lines(form, field.code)
        elif (number := whole(form.get(field.code, ""))) is not None:
            found[field.code] = number
    return found


def _values(field: Field) -> list[int]:
    if field.minimum is None or field.maximum is None:
        return []
    return list(range(field.minimum, field.maximum + 1))


KIND = StepKind(
    template="portal/step_worksheet.html", event="reflection", context=context, said=said
)
