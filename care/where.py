"""Where she is: weeks of pregnancy or her baby’s age, in the words of a perinatal note. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schedule.windows import gestational_day, in_weeks, infant_day


@dataclass(frozen=True)
class PregnancyFacts:
    """What the latest pregnancy says."""

    due: date
    outcome: str
    outcome_on: date | None = None


@dataclass(frozen=True)
class InfantFacts:
    """One child of it."""

    born: date
    place: str


PLACES = {
    "hospital": "in hospital",
    "kin": "with kin",
    "foster": "in foster care",
    "adopted": "adopted",
    "died": "died",
}
# 43 weeks: past this nobody is pregnant still, and somebody forgot to record what happened.
LONGEST = 301
LOSSES = {
    "miscarriage": "after a miscarriage",
    "stillbirth": "after a stillbirth",
    "termination": "after a termination",
}


@dataclass(frozen=True)
class Where:
    """The words, and a number to sort by: pregnancies by their day, then babies by their age."""

    text: str
    order: int
    # She lost the pregnancy or every child of it: staff check how her phone speaks to her.
    loss: bool = False


def where_she_is(
    pregnancy: PregnancyFacts | None, infants: Sequence[InfantFacts], today: date
) -> Where:
    """How far the pregnancy is; after a birth, each child's age and place."""
    if infants:
        oldest = max(infant_day(infant.born, today) for infant in infants)
        died = all(infant.place == "died" for infant in infants)
        return Where(", ".join(_children(infants, today)), 1000 + oldest, died)
    if pregnancy is None:
        return Where("no pregnancy recorded", 9999)
    if pregnancy.outcome == "ongoing":
        day = gestational_day(pregnancy.due, today)
        if day > LONGEST:
            return Where(f"was due {pregnancy.due:%d %b %Y}, nothing recorded since", day)
        return Where(f"pregnant, {in_weeks(max(day, 0))}", day)
    if pregnancy.outcome == "live_birth":
        return Where(_since("gave birth", pregnancy.outcome_on, today), 1000)
    return Where(_since(LOSSES[pregnancy.outcome], pregnancy.outcome_on, today), 9000, True)


def _children(infants: Sequence[InfantFacts], today: date) -> list[str]:
    words = []
    for infant in infants:
        place = PLACES.get(infant.place, "")
        if infant.place == "died":
            words.append("baby died")
        else:
            age = f"baby {in_weeks(infant_day(infant.born, today))}"
            words.append(f"{age}, {place}" if place else age)
    # Twins at home are one entry, not two of the same.
    return list(dict.fromkeys(words))


def _since(what: str, on: date | None, today: date) -> str:
    return f"{what}, {in_weeks((today - on).days)} ago" if on else what
