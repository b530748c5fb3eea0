"""What questionnaires cost her: seconds from their items, and the budget a battery keeps. Pure.

Seconds for each kind of item are an estimate a site can change; the limits are the design's
(docs/research.md says where they come from).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from catalog.types import MOMENTARY, Battery, Instrument, Item
from schedule.momentary import LONGEST_BURST_DAYS, MOST_A_DAY

# A number or a choice, her own words, a day of a calendar.
SECONDS = {"scale": 8, "choice": 8, "text": 30, "calendar": 6}
# A calendar asks about so many days at a time.
CALENDAR_DAYS = 30

ENROLMENT = "enrolment"
WAVE = "wave"
WEEKLY = "weekly"
MOMENT = "momentary"
PURPOSES = (ENROLMENT, WAVE, WEEKLY, MOMENT)
# Minutes in all, by purpose.
MINUTES = {ENROLMENT: 12, WAVE: 6, WEEKLY: 2}
ENROLMENT_SITTINGS = 2
PROMPT_ITEMS = 3


@dataclass(frozen=True)
class Cost:
    """One questionnaire as she would meet it: how many items, how many seconds."""

    code: str
    title: str
    items: int
    seconds: int


def seconds_of(items: Collection[Item], seconds: Mapping[str, int] = SECONDS) -> int:
    """What these items take."""
    return sum(seconds.get(item.kind, SECONDS["text"]) for item in items)


def minutes(seconds: int) -> int:
    """Rounded up: a promise she can keep."""
    return max(1, -(-seconds // 60))


def minutes_of(named: Collection[Instrument], seconds: Mapping[str, int] = SECONDS) -> int:
    """What questionnaires asked together take, whole."""
    return minutes(sum(_whole(one, seconds) for one in named))


def costs(
    battery: Battery, named: Collection[Instrument], seconds: Mapping[str, int] = SECONDS
) -> list[Cost]:
    """What each questionnaire costs her, with the dearest blocks a mother may get."""
    given = _dearest(battery, named, seconds)
    left_out = {
        code for name, codes in battery.blocks.items() if name not in given for code in codes
    }
    found = []
    for one in named:
        whole = one.code in left_out
        asked = [item for item in one.items if f"{one.code}.{item.code}" not in left_out]
        taken = 0 if whole else _whole(one, seconds, asked)
        number = 0 if whole else len(asked)
        found.append(Cost(one.code, one.title("en"), number, taken))
    return found


def over_budget(
    battery: Battery, named: Collection[Instrument], seconds: Mapping[str, int] = SECONDS
) -> list[str]:
    """Why a battery asks too much, with what to take out; nothing where it keeps its budget."""
    return list(_over(battery, costs(battery, named, seconds)))


def _over(battery: Battery, found: list[Cost]) -> Iterator[str]:
    rule = battery.rule
    if rule.kind == MOMENTARY or battery.purpose == MOMENT:
        items = sum(one.items for one in found)
        if items > PROMPT_ITEMS:
            yield (
                f"A prompt asks {items} questions, and {PROMPT_ITEMS} is the most. "
                f"Take out {items - PROMPT_ITEMS}."
            )
        if rule.prompts_a_day > MOST_A_DAY:
            yield f"{rule.prompts_a_day} prompts a day: {MOST_A_DAY} is the most."
        if rule.days > LONGEST_BURST_DAYS:
            yield f"Prompts go on for {rule.days} days: {LONGEST_BURST_DAYS} is the most."
        return
    limit = MINUTES.get(battery.purpose)
    if limit is None:
        return
    taken = sum(one.seconds for one in found)
    if taken > limit * 60:
        yield f"It takes {_minutes(taken)}, and {limit} is the most. {_take_out(found, limit * 60)}"
    one_sitting = battery.purpose == ENROLMENT and battery.sittings < ENROLMENT_SITTINGS
    if one_sitting and taken > limit * 60 // ENROLMENT_SITTINGS:
        yield (
            f"It takes {_minutes(taken)} in one sitting: "
            f"allow {ENROLMENT_SITTINGS} sittings, so that she can stop half way."
        )


def _take_out(found: list[Cost], limit: int) -> str:
    """The smallest one thing that brings it within the limit; else the dearest until it is."""
    excess = sum(one.seconds for one in found) - limit
    enough = [one for one in found if one.seconds >= excess]
    if enough:
        best = min(enough, key=lambda one: (one.seconds, one.code))
        return f"Take out “{best.title}” ({_minutes(best.seconds)}), or put parts of it in blocks."
    gone: list[str] = []
    for one in sorted(found, key=lambda one: -one.seconds):
        if excess <= 0:
            break
        gone.append(f"“{one.title}” ({_minutes(one.seconds)})")
        excess -= one.seconds
    return f"Take out {' and '.join(gone)}, or put parts of them in blocks."


def _minutes(seconds: int) -> str:
    whole, rest = divmod(seconds, 60)
    return f"{whole} min {rest} s" if rest else f"{whole} min"


def _whole(
    one: Instrument, seconds: Mapping[str, int], asked: Collection[Item] | None = None
) -> int:
    if one.calendar:
        return CALENDAR_DAYS * seconds.get("calendar", SECONDS["calendar"])
    return seconds_of(one.items if asked is None else asked, seconds)


def _dearest(
    battery: Battery, named: Collection[Instrument], seconds: Mapping[str, int]
) -> set[str]:
    """The blocks whose mother is asked most."""
    by_code = {one.code: one for one in named}

    def cost(name: str) -> int:
        total = 0
        for code in battery.blocks[name]:
            instrument, _, item = code.partition(".")
            if instrument in by_code:
                one = by_code[instrument]
                asked = [each for each in one.items if each.code == item] if item else one.items
                total += _whole(one, seconds, asked)
        return total

    ordered = sorted(battery.blocks, key=lambda name: (-cost(name), name))
    return set(ordered[: battery.each_gets])
