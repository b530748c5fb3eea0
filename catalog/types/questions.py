"""Questionnaires: what is asked, how it may be answered, and how it is scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.text import NO_TEXT, Text
from catalog.types.base import Content, by_code
from catalog.types.scales import Scale, Table

OWN = "own"
NO_WORDING = "none"
LICENSED = "licensed"


@dataclass(frozen=True)
class Choice:
    value: int
    label: Text = NO_TEXT


@dataclass(frozen=True)
class Needs:
    """The item is asked only while the answer to an earlier one is among `values`."""

    item: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Item:
    """One question. `reads` says who reads the answer: clinic or only_me.

    `safety_rule` names the family of safety rules that watch this item, or is None.
    `reportable`: an answer may oblige staff to tell an authority, so the jurisdiction's notice
    stands above it. `protocol` names what a clinic must have agreed on before it is put at all.
    `topic`: our own few words on what it is about, for staff and for mapping wording to it.
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
    needs: Needs | None = None
    loinc: str = ""
    topic: str = ""

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
class Applies:
    """Who it is for and when. Weeks of pregnancy and days of the infant's age are inclusive.

    `corrected_age`: of an infant born before 37 weeks the age is counted from the due date.
    """

    addressed: tuple[str, ...] = ()
    gestation_weeks: tuple[int, int] | None = None
    infant_days: tuple[int, int] | None = None
    corrected_age: bool = False


@dataclass(frozen=True)
class Citation:
    text: str
    doi: str = ""
    mark: str = ""  # V | C


@dataclass(frozen=True)
class Loinc:
    """Codes of the form and of its total score, where a source has them."""

    form: str = ""
    total: str = ""
    mark: str = ""  # V | C


@dataclass(frozen=True)
class ResultField:
    """One figure of a result that somebody else scored and staff type in."""

    code: str
    kind: str  # number | choice | text
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    titles: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)


@dataclass(frozen=True)
class Instrument(Content):
    """A questionnaire. `stand_in`: the wording is ours, neither validated nor licensed.

    `topics` (bonding, depression) say what it touches: such questions rest after a loss.
    `wording`: own (ours), none (a key alone: it cannot be asked until a site loads the words it
    has a licence for) or licensed (so loaded). `incomplete` says why it cannot be scored.
    `order` is the printed order the codes of its items follow, where another one circulates.
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
    stand_in_for: str = ""
    wording: str = OWN
    incomplete: str = ""
    result_only: bool = False
    calendar: bool = False
    citation: Citation | None = None
    order: str = ""
    recall: str = ""
    applies: Applies = Applies()
    loinc: Loinc | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    fields: tuple[ResultField, ...] = ()

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
        both = (self.for_addressed, self.applies.addressed)
        return all(not wanted or addressed in wanted for wanted in both)

    def scale(self, code: str) -> Scale:
        """The scale with this code; KeyError when there is none."""
        return by_code(self.scales, code)

    def field(self, code: str) -> ResultField:
        """The field of a recorded result with this code; KeyError when there is none."""
        return by_code(self.fields, code)

    @property
    def is_askable(self) -> bool:
        """Whether it has questions, and words to put them in."""
        return bool(self.items) and self.wording != NO_WORDING and not self.result_only

    @property
    def is_watched(self) -> bool:
        """Whether an answer to it may need a person."""
        return any(item.safety_rule for item in self.items)
