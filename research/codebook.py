"""The codebook's rows, from the content of an instrument. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.text import ADDRESSED
from catalog.types import Instrument, Item, ResultField, Scale
from research.cells import Cell
from research.columns import CODEBOOK

NEVER = "never"
MARKED = "marked_only"
VALUES = "values"


def exported(item: Item) -> str:
    """What of an item leaves: an answer only she (or only a count) may see never does.

    Free text is marked as given and nothing more: nobody can promise that words do not name her.
    """
    if item.reads != "clinic":
        return NEVER
    return MARKED if item.kind == "text" else VALUES


def scale_is_exported(instrument: Instrument, scale: Scale) -> bool:
    """A score says something of every item in it, so one withheld item withholds the scale."""
    return all(exported(instrument.item(code)) == VALUES for code in scale.items)


def codebook_rows(instrument: Instrument) -> Iterator[tuple[Cell, ...]]:
    """Items in the order asked, then scales, then the figures staff type in."""
    for item in instrument.items:
        yield _row(instrument, _item(instrument, item))
    for scale in instrument.scales:
        yield _row(instrument, _scale(instrument, scale))
    for figure in instrument.fields:
        yield _row(instrument, _field(figure))


def _row(instrument: Instrument, own: dict[str, Any]) -> tuple[Cell, ...]:
    known = {
        "instrument": instrument.code,
        "version": instrument.version,
        "status": instrument.status,
        "stand_in": instrument.stand_in,
        "source": instrument.source,
        "licence": instrument.licence,
        "order": instrument.order,
        **own,
    }
    return tuple(known.get(name) for name in CODEBOOK.header)


def _item(instrument: Instrument, item: Item) -> dict[str, Any]:
    values = item.values
    return {
        "row": "item",
        "code": item.code,
        "kind": item.kind,
        "wording_en": item.prompt("en"),
        "note_en": item.note("en"),
        "variants_en": _variants(item),
        "minimum": min(values) if values else None,
        "maximum": max(values) if values else None,
        "choices": _choices(item),
        "reverse": _codes(scale.code for scale in instrument.scales if item.code in scale.reverse),
        "scales": _codes(scale.code for scale in instrument.scales if item.code in scale.items),
        "asked_of": _codes(item.for_addressed or instrument.for_addressed),
        "exported": exported(item),
        "missing_codes": "declined|text_not_exported" if item.kind == "text" else "declined",
        "needs": f"{item.needs.item}={_codes(map(str, item.needs.values))}" if item.needs else None,
    }


def _scale(instrument: Instrument, scale: Scale) -> dict[str, Any]:
    return {
        "source": scale.source,
        "row": "scale",
        "code": scale.code,
        "kind": scale.rule,
        "wording_en": scale.title("en"),
        "minimum": scale.minimum,
        "maximum": scale.maximum,
        "items": _codes(scale.items),
        "reverse": _codes(scale.reverse),
        "higher_means": scale.higher_means("en"),
        "asked_of": _codes(instrument.for_addressed),
        "exported": VALUES if scale_is_exported(instrument, scale) else NEVER,
        "missing_codes": _reasons(instrument, scale),
        "recode": _recoded(instrument, scale),
        "weights": _codes(f"{code}={weight}" for code, weight in scale.weights.items()),
        "multiply": scale.multiply if scale.multiply != 1 else None,
    }


def _reasons(instrument: Instrument, scale: Scale) -> str:
    waits = any(instrument.item(code).needs for code in scale.items)
    return "missing_item|declined|not_asked" + ("|condition" if waits else "")


def _recoded(instrument: Instrument, scale: Scale) -> str:
    """Each item with what its answers count, items of one table together: i1 i2: 1=0 2=1."""
    tables: dict[str, list[str]] = {}
    for code, name in scale.recode.items():
        tables.setdefault(name, []).append(code)
    counts = {
        name: " ".join(f"{answer}={count}" for answer, count in instrument.tables[name].items())
        for name in tables
    }
    return " | ".join(f"{' '.join(codes)}: {counts[name]}" for name, codes in tables.items())


def _field(figure: ResultField) -> dict[str, Any]:
    text = figure.kind == "text"
    return {
        "row": "field",
        "code": figure.code,
        "kind": figure.kind,
        "wording_en": figure.title("en"),
        "minimum": figure.minimum,
        "maximum": figure.maximum,
        "choices": " | ".join(f"{one.value}={one.label.get('en')}" for one in figure.choices),
        "exported": MARKED if text else VALUES,
        "missing_codes": "text_not_exported" if text else None,
    }


def _choices(item: Item) -> str:
    if item.kind == "scale":
        ends = ((item.minimum, item.low("en")), (item.maximum, item.high("en")))
        return " | ".join(f"{value}={words}" for value, words in ends if words)
    return " | ".join(f"{choice.value}={choice.label.get('en')}" for choice in item.choices)


def _variants(item: Item) -> str:
    usual = item.prompt("en")
    others = ((how, item.prompt("en", how)) for how in ADDRESSED)
    return " | ".join(f"{how}: {words}" for how, words in others if words != usual)


def _codes(codes: Iterable[str]) -> str:
    return "|".join(codes)
