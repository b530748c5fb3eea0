"""One number from the answers to a scale, or the reason there is none. Pure.

Nothing is imputed by default: a sum or mean over fewer items than the key names is another scale,
and leaving answers out of a sum counts them as nothing. What a key's source allows to be missing
is made good only where the caller asks for that, and the score says so.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from measures.conditions import CONDITION, applying

if TYPE_CHECKING:
    from catalog.types import Band, Change, CutOffs, Item, Scale, Table

# Raised whenever the same answers to the same key may score otherwise. 1: sums and means of whole
# numbers. 2: recoding, weights, conditions, labelled proration.
SCORER_VERSION = "2"

NOT_ASKED = "not_asked"
DECLINED = "declined"
MISSING_ITEM = "missing_item"

TENTH = Decimal("0.1")
Tables = Mapping[str, "Table"]


@dataclass(frozen=True)
class Score:
    """A value, or the reason it is absent: never both, never neither.

    `answered` of `of` items went into it; `imputed`: some were made good from the others.
    """

    scale: str
    value: Decimal | None
    absent: str | None = None
    answered: int = 0
    of: int = 0
    imputed: bool = False
    version: str = SCORER_VERSION


def score(
    scale: Scale,
    values: Mapping[str, int | None],
    asked: Iterable[Item],
    *,
    tables: Tables | None = None,
    prorate: bool = False,
) -> Score:
    """The scale's score by its key.

    `values` holds the current answers by item code, None for "I'd rather not say"; an item that
    is not in it has no answer yet. `asked` are the items put to her, conditional ones among them
    whether their condition is met or not. `tables`: those of the questionnaire.

    An answer is read through its table if it has one; turned round if the key says so (lowest +
    highest - answer, of what its answers count); and counted by its weight. A sum is exact. A
    mean is the exact quotient rounded once, half to even. With several reasons for absence the
    one that more answers would not cure is named first: not asked, condition, declined, missing.

    `prorate` makes good what is missing or declined by the mean of the items that count, but only
    where the key allows so many and never for an item that a safety rule watches.
    """
    items = {item.code: item for item in asked}
    applies = _applying(items, values)
    lacking = [code for code in scale.items if code not in applies or values.get(code) is None]
    absent = _absent(scale, values, items, applies)
    counts = (len(scale.items) - len(lacking), len(scale.items))
    if absent and not (
        prorate and _may_be_made_good(scale, absent, [items.get(c) for c in lacking])
    ):
        return Score(scale.code, None, absent, *counts)
    counted = {
        code: _counted(scale, items[code], values[code], tables or {})
        for code in scale.items
        if code not in lacking
    }
    return Score(scale.code, _by_rule(scale, counted), None, *counts, imputed=bool(lacking))


def _applying(items: Mapping[str, Item], values: Mapping[str, int | None]) -> Container[str]:
    if any(item.needs for item in items.values()):
        return {item.code for item in applying(items.values(), values)}
    return items


def _absent(
    scale: Scale,
    values: Mapping[str, int | None],
    items: Mapping[str, Item],
    applies: Container[str],
) -> str:
    if any(code not in items for code in scale.items):
        return NOT_ASKED
    if any(code not in applies for code in scale.items):
        return CONDITION
    if any(code in values and values[code] is None for code in scale.items):
        return DECLINED
    if any(code not in values for code in scale.items):
        return MISSING_ITEM
    return ""


def _may_be_made_good(scale: Scale, absent: str, lacking: list[Item | None]) -> bool:
    """Only what was put to her and has no number, and no more of it than the key says."""
    return (
        scale.missing.rule == "prorate"
        and absent in (DECLINED, MISSING_ITEM)
        and len(lacking) <= min(scale.missing.at_most, len(scale.items) - 1)
        and not any(item is None or item.safety_rule for item in lacking)
    )


def _counted(scale: Scale, item: Item, value: int | None, tables: Tables) -> Decimal:
    """What one answer counts, before its weight."""
    known = item.values
    if value is None or value not in known:
        raise ValueError(f"{value!r} is no answer to {item.code}")
    name = scale.recode.get(item.code)
    if name is None:
        whole = known[0] + known[-1] if item.kind == "scale" else min(known) + max(known)
        return Decimal(whole - value if item.code in scale.reverse else value)
    table = tables[name]
    if item.code not in scale.reverse:
        return table[value]
    counts = [table[one] for one in known]
    return min(counts) + max(counts) - table[value]


def _by_rule(scale: Scale, counted: Mapping[str, Decimal]) -> Decimal:
    """The rule over what counts; items that are made good count the mean of the others."""
    lacking = len(scale.items) - len(counted)
    if scale.rule == "sum" and not lacking:
        return _weighed(scale, counted) * scale.multiply
    if scale.rule == "sum":
        mean = sum(counted.values(), Decimal(0)) / len(counted)
        whole = {code: counted.get(code, mean) for code in scale.items}
        return _rounded(_weighed(scale, whole) * scale.multiply, scale.places)
    if scale.rule == "mean":
        total = sum(counted.values(), Decimal(0)) * scale.multiply
        return _rounded(total / len(counted), scale.places)
    raise ValueError(f"no rule “{scale.rule}” for {scale.code}")


def _weighed(scale: Scale, counted: Mapping[str, Decimal]) -> Decimal:
    if not scale.weights:
        return sum(counted.values(), Decimal(0))
    one = Decimal(1)
    return sum((scale.weights.get(code, one) * each for code, each in counted.items()), Decimal(0))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)


def reliable_change(change: Change) -> Decimal:
    """By how much two scores must differ to say more than the measure's own noise (95 %).

    Jacobson and Truax: 1.96 · √2 · SD · √(1 − r), to one place, half to even. What was published
    as a value is that value.
    """
    if change.value is not None:
        return change.value
    if change.sd is None or change.r is None:
        raise ValueError("a reliable change rests on SD and r, or on a published value")
    found = Decimal("1.96") * Decimal(2).sqrt() * change.sd * (1 - change.r).sqrt()
    return found.quantize(TENTH, rounding=ROUND_HALF_EVEN)


def band_of(cut_offs: CutOffs, value: Decimal | int | None) -> Band | None:
    """The band a value falls in: the highest it reaches; None below the lowest, or without one.

    A float is refused: 12.8 - 18 is not -5.2 in floats, and a threshold is a threshold.
    """
    if isinstance(value, float):
        raise TypeError("a float is no score: scores are Decimal")
    if value is None:
        return None
    reached = [band for band in cut_offs.bands if band.at_least <= value]
    return max(reached, key=lambda band: band.at_least, default=None)
