"""Whether her clocks are where a questionnaire applies, and the words for why it is not put. Pure.

Of an infant born before 37 weeks some questionnaires want the corrected age: counted from the day
that ends 40 weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from measures.conditions import CONDITION

if TYPE_CHECKING:
    from catalog.types import Applies, Item

TERM_DAYS = 280
PRETERM_DAYS = 37 * 7

ADDRESSED = "addressed"
GESTATION = "gestation"
INFANT_AGE = "infant_age"
LOSS = "loss"
CUSTODY = "custody"
PROTOCOL = "protocol"
BLOCK = "block"


@dataclass(frozen=True)
class Clocks:
    """Days of pregnancy while it lasts; after it the infant's age, and how long it had lasted.

    All empty: neither clock runs (after a loss, or nothing is known).
    """

    gestational_day: int | None = None
    infant_day: int | None = None
    born_on_day: int | None = None


def outside(applies: Applies, clocks: Clocks) -> str:
    """Why her clocks keep a questionnaire from her: gestation, infant_age, or nothing.

    With both bounds it is for pregnancy and for after it; with one of them only for that time.
    Bounds are inclusive; weeks are completed weeks. Where its clock does not run it is not put.
    """
    weeks, days = applies.gestation_weeks, applies.infant_days
    if weeks is None and days is None:
        return ""
    if weeks is not None and clocks.gestational_day is not None:
        return "" if weeks[0] <= clocks.gestational_day // 7 <= weeks[1] else GESTATION
    if days is not None and clocks.infant_day is not None:
        age = age_of(applies, clocks.infant_day, clocks.born_on_day)
        return "" if days[0] <= age <= days[1] else INFANT_AGE
    return INFANT_AGE if weeks is None else GESTATION


def age_of(applies: Applies, infant_day: int, born_on_day: int | None) -> int:
    """The age that counts, in days; below nothing for one not yet at term by its corrected age."""
    early = born_on_day is not None and born_on_day < PRETERM_DAYS
    if born_on_day is None or not (applies.corrected_age and early):
        return infant_day
    return infant_day - (TERM_DAYS - born_on_day)


def put(items: Iterable[Item], not_asked: Mapping[str, str]) -> tuple[Item, ...]:
    """The items put to her, by what was kept of those that were not; conditional ones stay.

    Whether a condition was met follows from her answers, and those may change.
    """
    return tuple(item for item in items if not_asked.get(item.code, CONDITION) == CONDITION)
