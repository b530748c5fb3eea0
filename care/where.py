"""Where she is: weeks of pregnancy or her baby’s age, in the words of a perinatal note. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schedule.windows import gestational_day, in_weeks, infant_day


@dataclass(frozen=True)
class InfantFacts:
    """One child."""

    born: date
    place: str


@dataclass(frozen=True)
class PregnancyFacts:
    """One pregnancy and the children of it."""

    due: date
    outcome: str
    outcome_on: date | None = None
    infants: tuple[InfantFacts, ...] = ()


PLACES = {
    "hospital": "in hospital",
    "kin": "with kin",
    "foster": "in foster care",
    "adopted": "adopted",
    "died": "died",
}
# 43 weeks: past this nobody is pregnant still, and somebody forgot to record what happened.
LONGEST = 301
# So long days say more than weeks.
DAYS_COUNT = 14
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
    # She lost what she carried last, and no child of hers lives with her: staff check how her
    # phone speaks to her.
    loss: bool = False


def current_of(pregnancies: Sequence[PregnancyFacts]) -> PregnancyFacts | None:
    """The one that goes on, or else the last. Oldest first comes in."""
    going_on = [one for one in pregnancies if one.outcome == "ongoing"]
    return (going_on or list(pregnancies) or [None])[-1]


def where_she_is(pregnancies: Sequence[PregnancyFacts], today: date) -> Where:
    """How far the pregnancy is, or the age and place of each child of it; then older children."""
    current = current_of(pregnancies)
    if current is None:
        return Where("no pregnancy recorded", 9999)
    now = _now(current, today)
    older = [
        child
        for one in pregnancies
        if one is not current
        for child in one.infants
        if child.place != "died"
    ]
    if not older:
        return now
    with_her = any(child.place == "with_mother" for child in older)
    words = [now.text, *_children(older, today, ("child", "children"), say_with_her=True)]
    return Where("; ".join(words), now.order, now.loss and not with_her)


def _now(pregnancy: PregnancyFacts, today: date) -> Where:
    """This pregnancy alone."""
    infants = pregnancy.infants
    if infants:
        oldest = max(infant_day(infant.born, today) for infant in infants)
        died = all(infant.place == "died" for infant in infants)
        return Where("; ".join(_children(infants, today)), 1000 + oldest, died)
    if pregnancy.outcome == "ongoing":
        day = gestational_day(pregnancy.due, today)
        if day > LONGEST:
            return Where(f"was due {pregnancy.due:%d %b %Y}, nothing recorded since", day)
        return Where(f"pregnant, {in_weeks(max(day, 0))}", day)
    if pregnancy.outcome == "live_birth":
        return Where(_since("gave birth", pregnancy.outcome_on, today), 1000)
    return Where(_since(LOSSES[pregnancy.outcome], pregnancy.outcome_on, today), 9000, True)


def _children(
    infants: Sequence[InfantFacts],
    today: date,
    called: tuple[str, str] = ("baby", "babies"),
    *,
    say_with_her: bool = False,
) -> list[str]:
    """One entry for each; twins in the same place are one. `with her` only where another is not."""
    alike = Counter((infant.born, infant.place) for infant in infants)
    words = []
    for (born, place), count in alike.items():
        who = {1: called[0], 2: "twins"}.get(count, f"{count} {called[1]}")
        if place == "died":
            words.append(f"{who} died")
            continue
        at = PLACES.get(place, "with her" if say_with_her or len(alike) > 1 else "")
        age = f"{who} {in_weeks(infant_day(born, today))}"
        words.append(f"{age} {at}".rstrip())
    return words


def _since(what: str, on: date | None, today: date) -> str:
    if on is None:
        return what
    days = (today - on).days
    if days < DAYS_COUNT:
        when = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    else:
        when = f"{in_weeks(days)} ago"
    return f"{what}, {when}"
