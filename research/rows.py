"""One administration and what was said in it, as rows of the export. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from catalog.types import Instrument, Item
from measures.applicability import put
from measures.current import Said, current
from measures.scoring import DECLINED, score
from research.cells import Cell
from research.codebook import MARKED, NEVER, exported, scale_is_exported

TEXT_STAYS = "text_not_exported"


@dataclass(frozen=True)
class Stored(Said):
    """One stored answer, without its text: that never comes this far (its `value` is None)."""

    language: str
    timing: str
    received_at: datetime
    zone: str
    offset_minutes: int
    gestational_day: int | None
    infant_day: int | None
    anchor: str | None
    anchor_revision: int | None


T = TypeVar("T")


def _at(history: Sequence[tuple[datetime, T]], at: datetime) -> T:
    """What stood in a history at a moment (the first there was, for a moment before it)."""
    known = [one for since, one in history if since <= at]
    return known[-1] if known else history[0][1]


@dataclass(frozen=True)
class Given:
    """One questionnaire given to one mother, by her code."""

    pk: int
    pseudonym: str
    instrument: Instrument
    structure_hash: str
    wording_hashes: Mapping[str, str]
    number: int
    occurrence: int | None
    # How she was addressed in it, from when on, oldest first: it may change until it is finished.
    addressed: Sequence[tuple[datetime, str]]
    started_at: datetime
    # The items that were not put to her and why, from when on, oldest first.
    not_asked: Sequence[tuple[datetime, Mapping[str, str]]] = ()

    @property
    def order(self) -> tuple[str, str, int]:
        """Numbers follow receipt, so a mother's rows of one instrument do too."""
        return self.pseudonym, self.instrument.code, self.number

    def addressed_at(self, at: datetime) -> str:
        """How she was addressed in it at a moment (at first, for a moment before it began)."""
        return _at(self.addressed, at)

    def asked_at(self, at: datetime) -> tuple[Item, ...]:
        """The items that were put to her, as far as was known at a moment."""
        items = self.instrument.items_for(self.addressed_at(at))
        return put(items, _at(self.not_asked, at)) if self.not_asked else items

    @property
    def who_and_what(self) -> tuple[Cell, ...]:
        return (
            self.pseudonym,
            self.instrument.code,
            self.instrument.version,
            self.structure_hash,
            self.instrument.stand_in,
            self.number,
            self.occurrence,
        )


def answer_rows(given: Given, said: Sequence[Stored]) -> Iterator[tuple[Cell, ...]]:
    """Every answer to an exported item, items in the order asked, then by when it was said."""
    holding = current(said)
    places = {item.code: place for place, item in enumerate(given.instrument.items)}
    for one in sorted(said, key=lambda one: (places[one.item], one.order)):
        item = given.instrument.item(one.item)
        if exported(item) != NEVER:
            yield _answer(given, item, one, holds=holding[one.item] is one)


def score_rows(
    given: Given, said: Sequence[Stored], *, as_of: datetime
) -> Iterator[tuple[Cell, ...]]:
    """One row a scale, from the current answers; a scale with a withheld item is withheld."""
    holding = current(said)
    asked = given.asked_at(as_of)
    values = {code: _number(one) for code, one in holding.items()}
    for scale in given.instrument.scales:
        if not scale_is_exported(given.instrument, scale):
            continue
        found = score(scale, values, asked, tables=given.instrument.tables)
        used = [holding[code].answered_at for code in scale.items if code in holding]
        yield (
            *given.who_and_what,
            given.started_at,
            max(used, default=None),
            scale.code,
            found.value,
            found.absent,
            found.answered,
            found.of,
            found.imputed,
            found.version,
        )


def _answer(given: Given, item: Item, one: Stored, *, holds: bool) -> tuple[Cell, ...]:
    number = _number(one)
    local = (one.answered_at + timedelta(minutes=one.offset_minutes)).replace(tzinfo=None)
    return (
        *given.who_and_what,
        given.addressed_at(one.received_at),
        one.language,
        given.wording_hashes.get(one.language),
        one.item,
        number,
        None if number is None else item.label(number, "en"),
        _missing(item, one),
        holds,
        one.timing,
        one.answered_at,
        local,
        one.zone,
        one.offset_minutes,
        one.received_at,
        one.gestational_day,
        one.infant_day,
        one.anchor,
        one.anchor_revision,
    )


def _number(one: Said) -> int | None:
    return one.value if isinstance(one.value, int) else None


def _missing(item: Item, one: Stored) -> str | None:
    if one.declined:
        return DECLINED
    return TEXT_STAYS if exported(item) == MARKED else None
