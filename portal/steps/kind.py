"""What a kind of step is to the player."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from catalog.types import Step
from portal.stepping import Walk

# What an ordinary form says, as the body of an entry without its three fixed keys.
Said = Callable[[Step, QueryDict], dict[str, Any]]
# What its template needs beyond what every step has; the query, or the form that came back.
Context = Callable[[Walk, Step, QueryDict], dict[str, Any]]
# Where to go instead of showing a page of its own.
Elsewhere = Callable[[Walk, Step, datetime], str]


def nothing(_walk: Walk, _step: Step, _asked: QueryDict) -> dict[str, Any]:
    """A template that needs no more."""
    return {}


def no_words(_step: Step, _form: QueryDict) -> dict[str, Any]:
    """A form that says that it is done and no more."""
    return {}


@dataclass(frozen=True)
class StepKind:
    """`event` is what Next says happened; `said` what a plain form adds (it raises BadInput)."""

    template: str
    event: str = "done"
    context: Context = nothing
    said: Said = no_words
    elsewhere: Elsewhere | None = None


def lines(form: QueryDict, field: str) -> str:
    """What she wrote, with the line ends scripts use, so that both give the same body."""
    return form.get(field, "").replace("\r\n", "\n")


def whole(text: str, *, most_digits: int = 6) -> int | None:
    """A whole number as a form sends it; None where it is none."""
    digits = text.isascii() and text.isdigit() and len(text) <= most_digits
    return int(text) if digits else None
