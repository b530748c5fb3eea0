"""One number from the answers to a scale, or the reason there is none. Pure.

Nothing is imputed: a sum or mean over fewer items than the key names is another scale, and
leaving answers out of a sum counts them as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.types import Item, Scale

NOT_ASKED = "not_asked"
DECLINED = "declined"
MISSING_ITEM = "missing_item"

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Score:
    """A value, or the reason it is absent: never both, never neither."""

    scale: str
    value: Decimal | None
    absent: str | None = None


def score(scale: Scale, values: Mapping[str, int | None], asked: Iterable[Item]) -> Score:
    """The scale's score by its key.

    `values` holds the current answers by item code, None for "I'd rather not say"; an item that
    is not in it has no answer yet. `asked` are the items she was asked: they give the range an
    answer is turned round in (lowest + highest - answer). A sum is exact. A mean is the exact
    quotient rounded once to two places, half to even. With several reasons for absence the one
    that more answers would not cure is named first: not asked, declined, missing.
    """
    items = {item.code: item for item in asked}
    absent = _absent(scale, values, items)
    if absent:
        return Score(scale.code, None, absent)
    total = Decimal(sum(_counted(scale, items[code], values[code]) for code in scale.items))
    return Score(scale.code, _by_rule(scale, total))


def _absent(scale: Scale, values: Mapping[str, int | None], items: Mapping[str, Item]) -> str:
    if any(code not in items for code in scale.items):
        return NOT_ASKED
    if any(code in values and values[code] is None for code in scale.items):
        return DECLINED
    if any(code not in values for code in scale.items):
        return MISSING_ITEM
    return ""


def _counted(scale: Scale, item: Item, value: int | None) -> int:
    if value is None or value not in item.values:
        raise ValueError(f"{value!r} is no answer to {item.code}")
    if item.code in scale.reverse:
        return min(item.values) + max(item.values) - value
    return value


def _by_rule(scale: Scale, total: Decimal) -> Decimal:
    if scale.rule == "sum":
        return total
    if scale.rule == "mean":
        return (total / len(scale.items)).quantize(CENT, rounding=ROUND_HALF_EVEN)
    raise ValueError(f"no rule “{scale.rule}” for {scale.code}")
