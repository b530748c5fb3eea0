"""Help lines, and the rules that say when an answer needs a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from catalog.render import markdown_html
from catalog.text import NO_TEXT, Text
from catalog.types.base import Content, by_code


@dataclass(frozen=True)
class CrisisLine:
    """A help line. `text` is the number for a text message and `keyword` what to send it.

    `region` is where it answers; empty: in the whole jurisdiction.
    """

    code: str
    call: str | None
    text: str | None
    keyword: str | None
    languages: tuple[str, ...]
    emergency: bool
    source: str
    checked: str
    mark: str
    region: str = ""
    names: Text = NO_TEXT
    abouts: Text = NO_TEXT

    def name(self, lang: str) -> str:
        return self.names.get(lang)

    def about(self, lang: str) -> str:
        return self.abouts.get(lang)


@dataclass(frozen=True)
class CrisisLines(Content):
    """Lines of one jurisdiction (the code, such as "us"). `lines` holds only those shown."""

    lines: tuple[CrisisLine, ...]


@dataclass(frozen=True)
class SafetyRule:
    """What raises a concern, and what is said to her at once.

    It watches an item of an instrument, or something that happened to her (`event`). `at_least`
    is the lowest answer, or the fewest days, that sets it off; None asks for neither. `tier` is
    now, today, next_visit or none (an event that brings a card and no concern); `who` is told
    first: on_duty or her_clinician. `line` is the code of the help line that fits it best.
    """

    code: str
    family: str
    tier: str
    who: str = "on_duty"
    instrument: str | None = None
    item: str | None = None
    event: str | None = None
    at_least: int | None = None
    line: str | None = None
    titles: Text = NO_TEXT
    bodies: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def body(self, lang: str, addressed: str | None = None) -> str:
        return self.bodies.get(lang, addressed)

    def body_html(self, lang: str, addressed: str | None = None) -> SafeString:
        return markdown_html(self.body(lang, addressed))

    @property
    def bar(self) -> int:
        """How much it takes to set it off."""
        return 0 if self.at_least is None else self.at_least


# Every way a concern can end; a jurisdiction says for each what may be said.
CLOSINGS = frozenset({"called", "visit", "emergency", "child_report", "legal"})


@dataclass(frozen=True)
class Closing:
    """A way a concern ends: what may be said outside, on which basis. For staff, in English.

    `code` is one of safety.models.Concern.ClosedAs, `mark` as for a help line (V, C or M).
    """

    code: str
    basis: str
    source: str
    mark: str
    title: str
    may_say: str


@dataclass(frozen=True)
class SafetyRules(Content):
    """Rules of one jurisdiction (the code, such as "us").

    `notice_signed`: the text above a reportable item was signed for that jurisdiction, and is
    not the project's draft.
    """

    rules: tuple[SafetyRule, ...]
    closings: tuple[Closing, ...] = ()
    notice_signed: bool = False
    notices: Text = NO_TEXT

    def rule(self, code: str) -> SafetyRule:
        """The rule with this code; KeyError when there is none."""
        return by_code(self.rules, code)

    def closing(self, code: str) -> Closing:
        """The way of closing with this code; KeyError when there is none."""
        return by_code(self.closings, code)

    def notice(self, lang: str, addressed: str | None = None) -> str:
        """What stands above an item whose answer staff may have to report."""
        return self.notices.get(lang, addressed)

    def match(self, instrument: str, item: str, value: object) -> SafetyRule | None:
        """The rule an answer sets off: of those it reaches, the one with the highest bar."""
        if type(value) is not int:
            return None
        watching = [rule for rule in self.rules if rule.event is None and value >= rule.bar]
        return _highest(r for r in watching if (r.instrument, r.item) == (instrument, item))

    def event(self, code: str, days: int | None = None) -> SafetyRule | None:
        """The rule something that happened sets off. Days nobody counted are at least one."""
        known = 1 if days is None else days
        return _highest(rule for rule in self.rules if rule.event == code and known >= rule.bar)


def _highest(reached: Iterable[SafetyRule]) -> SafetyRule | None:
    return max(reached, key=lambda rule: rule.bar, default=None)
