"""How a concern may be closed: what may be said outside for each way, before words are written."""

from collections.abc import Mapping
from dataclasses import dataclass

from care.forms.concerns import CloseForm
from catalog.services import for_jurisdiction
from catalog.types import Closing, SafetyRules
from people.models import Clinic
from safety.models import Concern

MARKS = {
    "V": "read at the source",
    "C": "in several sources, not read at the first",
    "M": "from memory: have it confirmed",
}


@dataclass(frozen=True)
class Way:
    """One way to close: what may be said, its source and how sure we are, and its form."""

    code: str
    title: str
    may_say: str
    source: str
    mark: str
    form: CloseForm

    @property
    def chosen(self) -> bool:
        """Its form was sent and came back with something to mend."""
        return self.form.is_bound


def ways_to_close(clinic: Clinic, sent: Mapping[str, str] | None = None) -> list[Way]:
    """Each way with its own form; the one that was sent keeps its words."""
    rules = for_jurisdiction("safety", clinic.jurisdiction).content
    return [_way(code, str(label), rules, sent) for code, label in Concern.ClosedAs.choices]


def _way(code: str, label: str, rules: SafetyRules, sent: Mapping[str, str] | None) -> Way:
    told = _closing(rules, code)
    mine = sent if sent is not None and sent.get("closed_as") == code else None
    return Way(
        code=code,
        title=told.title if told else label,
        may_say=told.may_say if told else "",
        source=told.source if told else "",
        mark=MARKS.get(told.mark, told.mark) if told else "",
        form=CloseForm(mine, closed_as=code, auto_id=f"id_{code}_%s"),
    )


def _closing(rules: SafetyRules, code: str) -> Closing | None:
    try:
        return rules.closing(code)
    except KeyError:
        return None
