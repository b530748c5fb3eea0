"""Help lines, and the rules that say when an answer needs a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from catalog.render import markdown_html
from catalog.text import NO_TEXT, Text
from catalog.types.base import Content, by_code


@dataclass(frozen=True)
class CrisisLine:
    """A help line. `text` is the number for a text message and `keyword` what to send it."""

    code: str
    call: str | None
    text: str | None
    keyword: str | None
    languages: tuple[str, ...]
    emergency: bool
    source: str
    checked: str
    mark: str
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
    """When an answer raises a concern, and what is said to her at once.

    `tier` is now, today or next_visit.
    """

    code: str
    family: str
    instrument: str
    item: str
    at_least: int
    tier: str
    titles: Text = NO_TEXT
    bodies: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def body(self, lang: str) -> str:
        return self.bodies.get(lang)

    def body_html(self, lang: str) -> SafeString:
        return markdown_html(self.body(lang))


@dataclass(frozen=True)
class SafetyRules(Content):
    """Rules of one jurisdiction (the code, such as "us")."""

    rules: tuple[SafetyRule, ...]

    def rule(self, code: str) -> SafetyRule:
        """The rule with this code; KeyError when there is none."""
        return by_code(self.rules, code)

    def match(self, instrument: str, item: str, value: object) -> SafetyRule | None:
        """The rule an answer sets off: of those it reaches, the one with the highest bar."""
        if type(value) is not int:
            return None
        reached = [
            rule
            for rule in self.rules
            if (rule.instrument, rule.item) == (instrument, item) and value >= rule.at_least
        ]
        return max(reached, key=lambda rule: rule.at_least, default=None)
