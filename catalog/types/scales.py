"""How answers become a number, and what is known of that number: each figure with its source.

Figures are Decimal, so a value at a threshold is on the side its source puts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.text import NO_TEXT, Text

COMPLETE = "complete"
PRORATE = "prorate"

# An answer's code, and what it counts.
Table = Mapping[int, Decimal]


@dataclass(frozen=True)
class Band:
    """What a source says of values from `at_least` on, up to the next band."""

    at_least: Decimal
    words: Text = NO_TEXT

    def says(self, lang: str) -> str:
        return self.words.get(lang)


@dataclass(frozen=True)
class CutOffs:
    """The cut-offs of one study: they hold for its population, and are never mixed with others."""

    code: str
    population: str
    source: str
    mark: str  # V | C
    bands: tuple[Band, ...]
    doi: str = ""


@dataclass(frozen=True)
class Change:
    """What a reliable change rests on: SD and retest r of one sample, or a value as published."""

    source: str
    mark: str  # V | C
    sd: Decimal | None = None
    r: Decimal | None = None
    retest_days: int | None = None
    sample: str = ""
    value: Decimal | None = None
    doi: str = ""


@dataclass(frozen=True)
class Norm:
    """Mean and SD of one sample."""

    sample: str
    n: int
    mean: Decimal
    sd: Decimal
    source: str
    mark: str  # V | C
    doi: str = ""


@dataclass(frozen=True)
class Missing:
    """What the key says of missing answers. Proration is a labelled choice, never the default."""

    rule: str = COMPLETE  # complete | prorate
    at_most: int = 0
    source: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Scale:
    """How answers become one number. By default it needs every item: none may be missing.

    `recode` names the table of the instrument an item is read through first; `reverse` turns
    round what comes out of it; `weights` and `multiply` come last. `depends`: the scales whose
    items it holds.
    """

    code: str
    rule: str  # sum | mean
    items: tuple[str, ...]
    reverse: tuple[str, ...]
    minimum: int | Decimal
    maximum: int | Decimal
    source: str
    titles: Text = NO_TEXT
    meanings: Text = NO_TEXT
    mark: str = ""  # V | C | D; empty: ours
    recode: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    multiply: Decimal = Decimal(1)
    places: int = 2
    missing: Missing = Missing()
    depends: tuple[str, ...] = ()
    cut_offs: tuple[CutOffs, ...] = ()
    changes: tuple[Change, ...] = ()
    norms: tuple[Norm, ...] = ()

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def higher_means(self, lang: str) -> str:
        """What a higher score says, in words."""
        return self.meanings.get(lang)

    def cut_off_set(self, code: str) -> CutOffs:
        """The cut-offs of the study with this code; KeyError when there are none."""
        for one in self.cut_offs:
            if one.code == code:
                return one
        raise KeyError(code)

    @property
    def key(self) -> tuple:
        """What makes two scales the same number: everything but words, sources and figures."""
        return (
            *(self.code, self.rule, self.items, frozenset(self.reverse)),
            frozenset(self.recode.items()),
            frozenset(self.weights.items()),
            *(self.multiply, self.places, Decimal(self.minimum), Decimal(self.maximum)),
            *(self.missing.rule, self.missing.at_most),
        )
