"""Which words of a file belong to which item of a key, for a person to confirm. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.errors import BadInput
from measures.importing.found import CHOICE, SCALE, TEXT, Form, FoundChoice, FoundItem, shown

Raw = Mapping[str, Any]

PICKED, BY_NAME, BY_LOINC, BY_NUMBER, BY_ORDER = "picked", "name", "LOINC", "number", "order"
BY_CODE, AGAINST = "code", "code, against the printed order"
_NUMBER = re.compile(r"^(.*?)0*([0-9]{1,4})$", re.S)


@dataclass(frozen=True)
class Matched:
    """One item of the key with what was found for it, and each value with its words."""

    item: Raw
    found: FoundItem
    how: str
    options: tuple[tuple[int, FoundChoice], ...] = ()
    options_how: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether only order says what belongs together, or order and codes say otherwise.

        Codes that count the printed lines give a reversed item its words the wrong way round.
        """
        return BY_ORDER in (self.how, self.options_how) or self.options_how == AGAINST


def match(items: Iterable[Raw], form: Form, picks: Mapping[str, str]) -> tuple[Matched, ...]:
    """Every item of the key with its words, or BadInput: never some of them."""
    keyed = list(items)
    pairs = _picked(keyed, form, picks)
    rest = [item for item in keyed if item["code"] not in pairs]
    used = {found.name for found, _how in pairs.values()}
    free = [found for found in form.items if found.name not in used]
    if rest:
        pairs |= _pairs(rest, free, len(keyed))
    return tuple(_matched(item, *pairs[item["code"]]) for item in keyed)


Pairs = dict[str, tuple[FoundItem, str]]


def _picked(keyed: list[Raw], form: Form, picks: Mapping[str, str]) -> Pairs:
    codes, names = {item["code"] for item in keyed}, {found.name: found for found in form.items}
    for code, name in picks.items():
        if code not in codes:
            raise BadInput(f"The key has no item {shown(code)}.")
        if name not in names:
            raise BadInput(f"The file has no question {shown(name)}.")
    if len(set(picks.values())) != len(picks):
        raise BadInput("One question of the file was given to two items.")
    return {code: (names[name], PICKED) for code, name in picks.items()}


def _pairs(items: list[Raw], found: list[FoundItem], of: int) -> Pairs:
    """By the first way that fits all: names, LOINC, the number at the end of names, order."""
    for how, pairs in (
        (BY_NAME, _by(items, found, lambda item: item["code"], lambda one: [one.name])),
        (BY_LOINC, _by(items, found, lambda item: item.get("loinc"), lambda one: one.codes)),
        (BY_NUMBER, _by_number(items, found)),
    ):
        if len(pairs) == len(items):
            return {code: (one, how) for code, one in pairs.items()}
    if len(found) == len(items):
        return {item["code"]: (one, BY_ORDER) for item, one in zip(items, found, strict=True)}
    named = _by(items, found, lambda item: item["code"], lambda one: [one.name])
    lacking = [item["code"] for item in items if item["code"] not in named]
    extra = ", ".join(one.at for one in found if one not in named.values())
    raise BadInput(
        f"The key has {of} items, and the file has words for some of them only, or for others: "
        f"nothing for {', '.join(lacking[:8])}{' …' if len(lacking) > 8 else ''}"
        f"{'; not in the key: ' + extra[:300] if extra else ''}. "
        "Name them as the key does, or say which belongs to which."
    )


def _by(items: list[Raw], found: list[FoundItem], key: Any, names: Any) -> dict[str, FoundItem]:
    held: dict[str, list[FoundItem]] = {}
    for one in found:
        for name in names(one):
            held.setdefault(str(name).strip().casefold(), []).append(one)
    pairs = {}
    for item in items:
        candidates = held.get(str(key(item) or "").casefold(), [])
        if len(candidates) == 1:
            pairs[item["code"]] = candidates[0]
    return pairs if len({one.name for one in pairs.values()}) == len(pairs) else {}


def _by_number(items: list[Raw], found: list[FoundItem]) -> dict[str, FoundItem]:
    """Where one row of names (phq9_1, phq9_2 …) has each number of the key, and only one does."""
    numbers = {}
    for item in items:
        ends = _NUMBER.match(item["code"])
        if not ends:
            return {}
        numbers[item["code"]] = int(ends[2])
    rows: dict[str, dict[int, FoundItem]] = {}
    for one in found:
        ends = _NUMBER.match(one.name)
        if ends:
            row = rows.setdefault(ends[1].casefold(), {})
            if int(ends[2]) in row:
                return {}
            row[int(ends[2])] = one
    wanted = set(numbers.values())
    fit = [row for row in rows.values() if wanted <= set(row)]
    if len(fit) != 1 or len(wanted) != len(numbers):
        return {}
    return {code: fit[0][number] for code, number in numbers.items()}


def _matched(item: Raw, found: FoundItem, how: str) -> Matched:
    if found.several:
        raise BadInput(f"{found.at}: it takes several answers, and “{item['code']}” takes one.")
    if item["kind"] == TEXT:
        if found.kind != TEXT:
            raise BadInput(f"{found.at}: “{item['code']}” is answered in words, and this is not.")
        return Matched(item, found, how)
    if item["kind"] == SCALE:
        return _scale(item, found, how)
    return _choice(item, found, how)


def _scale(item: Raw, found: FoundItem, how: str) -> Matched:
    low, high = item["minimum"], item["maximum"]
    if found.kind == CHOICE:
        options, options_how = _options(item, range(low, high + 1), found)
        return Matched(item, found, how, options, options_how)
    said = (found.minimum, found.maximum)
    if found.kind != SCALE or (said != (None, None) and said != (low, high)):
        has = f"{said[0]} to {said[1]}" if found.kind == SCALE else found.kind
        raise BadInput(f"{found.at}: “{item['code']}” is from {low} to {high}; this is {has}.")
    return Matched(item, found, how)


def _choice(item: Raw, found: FoundItem, how: str) -> Matched:
    if found.kind != CHOICE:
        raise BadInput(
            f"{found.at}: “{item['code']}” has {len(item['choices'])} answers to choose from, "
            "and this has none with words."
        )
    values = [choice["value"] for choice in item["choices"]]
    options, options_how = _options(item, values, found)
    return Matched(item, found, how, options, options_how)


def _options(
    item: Raw, wanted: Iterable[int], found: FoundItem
) -> tuple[tuple[tuple[int, FoundChoice], ...], str]:
    """The words of each value: by its code or weight in the file, else by their order."""
    values, choices = list(wanted), found.choices
    if len(values) != len(choices):
        raise BadInput(
            f"{found.at}: {len(choices)} answers, and “{item['code']}” has {len(values)}."
        )
    said = {choice.value: choice for choice in choices}
    if set(said) == set(values):
        agree = [choice.value for choice in choices] == values
        return tuple((value, said[value]) for value in values), BY_CODE if agree else AGAINST
    return tuple(zip(values, choices, strict=True)), BY_ORDER
