"""Questionnaires and when they are asked."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.text import NO_TEXT, Text
from catalog.types.base import Content, by_code


@dataclass(frozen=True)
class Choice:
    value: int
    label: Text


@dataclass(frozen=True)
class Item:
    """One question. `reads` says who reads the answer: clinic or only_me.

    `safety_rule` names the family of safety rules that watch this item, or is None.
    `reportable`: an answer may oblige staff to tell an authority, so the jurisdiction's notice
    stands above it. `protocol` names what a clinic must have agreed on before it is put at all.
    """

    code: str
    kind: str  # scale | choice | text
    reads: str
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[Choice, ...] = ()
    max_length: int | None = None
    safety_rule: str | None = None
    reportable: bool = False
    protocol: str | None = None  # violence
    for_addressed: tuple[str, ...] = ()
    prompts: Text = NO_TEXT
    notes: Text = NO_TEXT
    lows: Text = NO_TEXT
    highs: Text = NO_TEXT

    @property
    def values(self) -> tuple[int, ...]:
        """The values that may be chosen, in the order shown; empty for free text."""
        if self.kind == "scale":
            return tuple(range(self.minimum or 0, (self.maximum or 0) + 1))
        return tuple(choice.value for choice in self.choices)

    def accepts(self, value: object) -> bool:
        """Whether a value may be stored as the answer to this item."""
        if self.kind == "text":
            return isinstance(value, str) and 0 < len(value.strip()) <= (self.max_length or 0)
        return type(value) is int and value in self.values

    def prompt(self, lang: str, addressed: str | None = None) -> str:
        return self.prompts.get(lang, addressed)

    def note(self, lang: str, addressed: str | None = None) -> str:
        """A line to read before answering (who must be told, what for), or nothing."""
        return self.notes.get(lang, addressed)

    def low(self, lang: str) -> str:
        return self.lows.get(lang)

    def high(self, lang: str) -> str:
        return self.highs.get(lang)

    def label(self, value: int | str, lang: str) -> str:
        """What the person saw beside the value; a scale point or free text is itself."""
        for choice in self.choices:
            if choice.value == value:
                return choice.label.get(lang)
        return str(value)

    def fits(self, addressed: str) -> bool:
        return not self.for_addressed or addressed in self.for_addressed


@dataclass(frozen=True)
class Scale:
    """How answers become one number. A score needs every item: none may be missing."""

    code: str
    rule: str  # sum | mean
    items: tuple[str, ...]
    reverse: tuple[str, ...]
    minimum: int
    maximum: int
    source: str
    titles: Text = NO_TEXT
    meanings: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def higher_means(self, lang: str) -> str:
        """What a higher score says, in words."""
        return self.meanings.get(lang)


@dataclass(frozen=True)
class Instrument(Content):
    """A questionnaire. `stand_in`: the wording is ours, neither validated nor licensed.

    `topics` (bonding, depression) say what it touches: such questions rest after a loss.
    """

    stand_in: bool
    licence: str
    source: str
    for_addressed: tuple[str, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    topics: tuple[str, ...] = ()
    titles: Text = NO_TEXT
    intros: Text = NO_TEXT

    def title(self, lang: str) -> str:
        """For staff and exports; a mother's screen shows `intro` and the prompts."""
        return self.titles.get(lang)

    def intro(self, lang: str, addressed: str | None = None) -> str:
        return self.intros.get(lang, addressed)

    def item(self, code: str) -> Item:
        """The item with this code; KeyError when there is none."""
        return by_code(self.items, code)

    def items_for(self, addressed: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.fits(addressed))

    def fits(self, addressed: str) -> bool:
        return not self.for_addressed or addressed in self.for_addressed

    @property
    def is_watched(self) -> bool:
        """Whether an answer to it may need a person."""
        return any(item.safety_rule for item in self.items)


@dataclass(frozen=True)
class RuleSpec:
    """When a battery is due: counted in days from an anchor, in the mother's own zone."""

    anchor: str  # enrolment | course_start | due_date | birth
    first_day: int
    every_days: int
    times: int
    opens_at: str  # HH:MM
    remind_at: str  # HH:MM
    open_days: int


@dataclass(frozen=True)
class Battery(Content):
    """Instruments asked together. `instruments` are codes, in the order asked."""

    instruments: tuple[str, ...]
    rule: RuleSpec
    titles: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)
