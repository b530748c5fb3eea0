"""A second scorer, written another way, to hold the first one against. Pure.

It shares no line with scoring.py: whole-number fractions instead of Decimal, one pass over the
key's items instead of one over the answers, the reason for absence from a list of facts. Where the
two differ, one of them is wrong. Slow and plain on purpose; nothing but `rescore` and tests use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.types import Item, Scale

ORDER = ("not_asked", "condition", "declined", "missing_item")


def oracle(
    scale: Scale,
    values: Mapping[str, int | None],
    asked: Iterable[Item],
    tables: Mapping[str, Mapping[int, Decimal]],
) -> tuple[Fraction | None, str | None]:
    """The exact value before rounding, or the reason why there is none."""
    put = {item.code: item for item in asked}
    facts = {_fact(code, values, put) for code in scale.items}
    for reason in ORDER:
        if reason in facts:
            return None, reason
    total = Fraction(0)
    for code in scale.items:
        said = values[code]
        if said is None:
            raise ValueError(f"{code} was declined")
        every = {one: _reading(scale, code, one, tables) for one in put[code].values}
        worth = every[said]
        if code in scale.reverse:
            worth = max(every.values()) - (worth - min(every.values()))
        total += worth * Fraction(scale.weights.get(code, 1))
    if scale.rule == "mean":
        total /= len(scale.items)
    return total * Fraction(scale.multiply), None


def _reading(
    scale: Scale, code: str, value: int, tables: Mapping[str, Mapping[int, Decimal]]
) -> Fraction:
    name = scale.recode.get(code)
    return Fraction(tables[name][value]) if name else Fraction(value)


def _fact(code: str, values: Mapping[str, int | None], put: Mapping[str, Item]) -> str:
    if code not in put:
        return "not_asked"
    if not _holds(put[code], values, put):
        return "condition"
    if code not in values:
        return "missing_item"
    return "declined" if values[code] is None else ""


def _holds(item: Item, values: Mapping[str, int | None], put: Mapping[str, Item]) -> bool:
    """Whether every condition on the way to this item is met."""
    while item.needs:
        if item.needs.item not in put or values.get(item.needs.item) not in item.needs.values:
            return False
        item = put[item.needs.item]
    return True


def agrees(
    scale: Scale, value: Decimal | None, absent: str | None, exact: Fraction | None, why: str | None
) -> bool:
    """Whether a score is what the oracle found, rounded as the key says.

    A sum is exact. A mean may be off by half of its last place, and on a tie only to the even.
    """
    if value is None or exact is None:
        return value is None and exact is None and absent == why
    if absent is not None:
        return False
    if scale.rule == "sum":
        return Fraction(value) == exact
    unit = Fraction(1, 10**scale.places)
    off = abs(Fraction(value) - exact)
    if (Fraction(value) / unit).denominator != 1:
        return False
    return off * 2 < unit or (off * 2 == unit and (Fraction(value) / unit) % 2 == 0)
