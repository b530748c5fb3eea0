"""The dose of a practice as a phone hands it in: read, checked, capped."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.types import FULL, SessionContent, Step
from kernel.errors import BadInput
from sessions.doses import HIGHEST, LOWEST, capped
from sessions.models import Dose

DOSE_KEYS = {"anchor", "cut", "seconds", "before", "after"}


@dataclass(frozen=True)
class Said:
    """What was said of a practice; nothing of it has to be."""

    anchor: str = ""
    cut: str = ""
    seconds: int | None = None
    before: int | None = None
    after: int | None = None

    @property
    def nothing(self) -> bool:
        """Not a word of it."""
        return self == Said()


def read_dose(body: dict[str, Any]) -> Said:
    """The dose in a body, its types checked. Raises BadInput."""
    anchor, cut = body.get("anchor") or "", body.get("cut") or ""
    if not isinstance(anchor, str):
        raise BadInput(_("There is no such choice here."), field="anchor")
    if cut and cut not in Dose.Cut.values:
        raise BadInput(_("There is no such length here."), field="cut")
    seconds = body.get("seconds")
    if seconds is not None and (type(seconds) is not int or seconds < 0):
        raise BadInput(_("“seconds” must be a whole number."), field="seconds")
    for rating in ("before", "after"):
        value = body.get(rating)
        if value is not None and (type(value) is not int or not LOWEST <= value <= HIGHEST):
            raise BadInput(
                _("Choose a number from %(low)s to %(high)s.") % {"low": LOWEST, "high": HIGHEST},
                field=rating,
            )
    return Said(anchor, cut, seconds, body.get("before"), body.get("after"))


def dose_of(content: SessionContent, step: Step, said: Said) -> dict[str, Any]:
    """The columns of a dose at this step. Raises BadInput for what the step does not have."""
    if not step.is_timed:
        if said.seconds is not None:
            raise BadInput(_("Only a practice has seconds."), field="seconds")
        if not said.nothing:
            raise BadInput(_("Only a practice has a length and ratings."), field="body")
        return {}
    if said.anchor and said.anchor not in _choices(content, step):
        raise BadInput(_("There is no such choice here."), field="anchor")
    cut = said.cut or FULL
    if cut != FULL and cut not in {one.code for one in step.cuts} and not step.short:
        raise BadInput(_("There is no such length here."), field="cut")
    return {
        "anchor": said.anchor,
        "cut": said.cut,
        "seconds": capped(said.seconds, step.seconds),
        "before": said.before,
        "after": said.after,
    }


def _choices(content: SessionContent, step: Step) -> set[str]:
    """What attention may rest on in it, or in the short form that may stand in for it."""
    short = content.step(step.short).anchors if step.short else ()
    return {*step.anchors, *short, *(thing.code for thing in step.things)}
