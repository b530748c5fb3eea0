"""Which of her questions are asked, given what she has answered so far. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.types import Item

CONDITION = "condition"


def applying(items: Iterable[Item], values: Mapping[str, object]) -> tuple[Item, ...]:
    """Without the items whose condition her current answers do not meet.

    A condition on an item that is itself not asked is not met, whatever she said to it before:
    an answer that left with its question asks nothing further.
    """
    kept: dict[str, Item] = {}
    for item in items:
        needs = item.needs
        if needs is None or (needs.item in kept and values.get(needs.item) in needs.values):
            kept[item.code] = item
    return tuple(kept.values())
