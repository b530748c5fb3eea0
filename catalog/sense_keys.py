"""What a schema cannot say of scoring keys and the figures that stand with them. Pure.

Reaches are worked out in Decimal, from what each answer counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from catalog import types
from catalog.build_questions import decimal, published
from catalog.sense_codes import Problem, Versions
from catalog.source import Where

STAND_IN = "standin-"


def published_sense(raw: dict) -> Iterator[Problem]:
    """Figures and codes of a published questionnaire beside words of ours. `raw`: its structure.

    Building leaves them out anyway; whoever wrote them down hears of it.
    """
    if published(raw):
        return
    why = "it is a stand-in" if raw["stand_in"] else "its wording is ours"
    hint = "they hold for the published questionnaire only: take this out"
    if "loinc" in raw:
        yield ("loinc",), f"{why}, and has LOINC", hint
    for index, item in enumerate(raw.get("items", ())):
        if "loinc" in item:
            yield ("items", index, "loinc"), f"{why}, and has LOINC", hint
    for index, scale in enumerate(raw.get("scales", ())):
        for name in ("cut_offs", "changes", "norms"):
            if name in scale:
                yield ("scales", index, name), f"{why}, and has {name}", hint


def key_sense(content: types.Instrument) -> Iterator[Problem]:
    """LOINC has its mark and its check digit; a table is used."""
    codes: list[tuple[Where, str]] = []
    if content.loinc:
        codes = [(("loinc", "form"), content.loinc.form), (("loinc", "total"), content.loinc.total)]
    for index, item in enumerate(content.items):
        if item.loinc:
            codes.append((("items", index, "loinc"), item.loinc))
            if not content.loinc:
                hint = "add loinc: with mark: V or C to the questionnaire"
                yield ("items", index, "loinc"), "a code without a mark", hint
    for where, code in codes:
        if code and not _checks(code):
            hint = "its last digit does not fit the others: look it up again"
            yield where, f"{code} is no LOINC code", hint
    used = {name for scale in content.scales for name in scale.recode.values()}
    for name in sorted(set(content.tables) - used):
        yield ("tables", name), f"no scale uses the table “{name}”", "name it in recode:"


def _checks(code: str) -> bool:
    """Mod 10, every second digit from the right twice."""
    digits, check = code.split("-")
    twice = [int(digit) * (2 if index % 2 == 0 else 1) for index, digit in enumerate(digits[::-1])]
    return (-sum(sum(divmod(number, 10)) for number in twice)) % 10 == int(check)


def stand_in_sense(content: types.Instrument, versions: Versions) -> Iterator[Problem]:
    """A stand-in has its own slug, and the structure of the key it stands in for."""
    named = content.code.startswith(STAND_IN)
    if named != bool(content.stand_in_for):
        hint = f"a stand-in is called {STAND_IN}… and says stand_in_for:"
        yield ("code",), "either its code or its stand_in_for says stand-in", hint
    if not content.stand_in_for:
        return
    if not content.stand_in or content.wording != types.OWN:
        yield ("stand_in",), "a stand-in has words of ours", "write stand_in: true, no wording:"
    keys = versions("instrument", content.stand_in_for)
    if not keys:
        hint = "look at the codes under instruments/"
        yield ("stand_in_for",), f"there is no instrument “{content.stand_in_for}”", hint
    elif not any(structure_of(key) == structure_of(content) for key in keys):
        for part in _differing(keys[-1], content):
            hint = "it asks as many items, with the same answers, scored the same way"
            yield ("stand_in_for",), f"{part} differ from “{content.stand_in_for}”", hint


def structure_of(content: types.Instrument) -> tuple:
    """What a questionnaire and its stand-in have in common: all but words, sources and figures."""
    return tuple(_parts(content).values())


def _parts(content: types.Instrument) -> dict[str, object]:
    return {
        "items": [(item.code, item.kind, item.values, item.needs) for item in content.items],
        "scales": [scale.key for scale in content.scales],
        "tables": content.tables,
        "order": content.order,
    }


def _differing(one: types.Instrument, other: types.Instrument) -> list[str]:
    others = _parts(other)
    return [name for name, value in _parts(one).items() if value != others[name]]


def scale_sense(content: types.Instrument, scale: types.Scale, where: Where) -> Iterator[Problem]:
    """A scale counts what may be counted, and reaches from its minimum to its maximum."""
    known = {item.code: item for item in content.items if item.values}
    yield from _counted(scale, known, where)
    yield from _named(scale, content, where)
    yield from _missing(scale, where)
    yield from _studies(scale, where)
    if set(scale.items) <= set(known) and set(scale.recode.values()) <= set(content.tables):
        yield from _reach(scale, content, known, where)


def _counted(scale: types.Scale, known: dict[str, types.Item], where: Where) -> Iterator[Problem]:
    for code in dict.fromkeys((*scale.items, *scale.reverse)):
        if code not in known:
            hint = "name an item above that is a scale or a choice"
            yield (*where, "items"), f"no such item to count: “{code}”", hint
        elif known[code].reads == "only_me":
            hint = "staff read scores: count only what the clinic reads"
            yield (*where, "items"), f"“{code}” is for her eyes only", hint
        elif known[code].protocol:
            hint = "where it is not put there could be no score: leave it out"
            yield (*where, "items"), f"“{code}” is asked in some clinics only", hint
    for code in sorted({code for code in scale.items if scale.items.count(code) > 1}):
        yield (*where, "items"), f"“{code}” is used {scale.items.count(code)} times", "name it once"


def _named(scale: types.Scale, content: types.Instrument, where: Where) -> Iterator[Problem]:
    for name, codes in (
        ("reverse", scale.reverse),
        ("recode", scale.recode),
        ("weights", scale.weights),
    ):
        for code in sorted(set(codes) - set(scale.items)):
            said = f"“{code}” is not counted" if name != "reverse" else ""
            yield (
                (*where, name),
                said or "an item is turned round but not counted",
                "add it to items",
            )
    if len(set(scale.reverse)) != len(scale.reverse):
        yield (*where, "reverse"), "an item is turned round twice", "name it once"
    for code, name in scale.recode.items():
        if name not in content.tables:
            yield (*where, "recode"), f"there is no table “{name}”", "write it under tables:"
        elif code in {item.code for item in content.items}:
            values = set(content.item(code).values)
            if values - set(content.tables[name]):
                missing = ", ".join(map(str, sorted(values - set(content.tables[name]))))
                hint = f"add a line for: {missing}"
                yield ("tables", name), f"an answer to “{code}” counts nothing", hint
    others = {one.code: set(one.items) for one in content.scales if one.code != scale.code}
    if scale.depends:
        unknown = sorted(set(scale.depends) - set(others))
        if unknown:
            yield (*where, "depends"), f"there is no scale “{unknown[0]}”", "name another scale"
        elif set().union(*(others[code] for code in scale.depends)) != set(scale.items):
            yield (*where, "depends"), "it does not hold their items", "name all of theirs"
    if scale.weights and scale.rule != "sum":
        yield (*where, "weights"), "a mean has no weights", "use sum and multiply"


def _missing(scale: types.Scale, where: Where) -> Iterator[Problem]:
    missing = scale.missing
    if missing.rule == types.PRORATE and missing.at_most >= len(scale.items):
        yield (*where, "missing"), "it would be made of nothing", "fewer may be missing"


def _studies(scale: types.Scale, where: Where) -> Iterator[Problem]:
    low, high = Decimal(scale.minimum), Decimal(scale.maximum)
    for at, cut_offs in enumerate(scale.cut_offs):
        here = (*where, "cut_offs", at)
        bars = [band.at_least for band in cut_offs.bands]
        if len(set(bars)) != len(bars):
            yield (*here, "bands"), "two bands begin at one value", "give each its own"
        for bar in bars:
            if not low <= bar <= high:
                hint = f"the scale reaches from {low} to {high}"
                yield (*here, "bands"), f"no score is {bar}", hint
    codes = [one.code for one in scale.cut_offs]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield (*where, "cut_offs"), f"“{code}” is used {codes.count(code)} times", "one set a study"
    for at, change in enumerate(scale.changes):
        yield from _change(change, (*where, "changes", at))
    for at, norm in enumerate(scale.norms):
        if not low <= norm.mean <= high or norm.sd <= 0:
            yield (*where, "norms", at), "no mean of this scale", "look at mean and sd again"


def _change(change: types.Change, where: Where) -> Iterator[Problem]:
    rest = (change.sd, change.r, change.retest_days, change.sample or None)
    given = [one for one in rest if one is not None]
    if change.value is None and len(given) < len(rest):
        hint = "sd, r, retest_days and sample, or a value as published"
        yield where, "a change rests on all of it or on nothing", hint
    elif change.value is not None and (change.sd is not None or change.r is not None):
        yield where, "a value as published, and one to work out", "keep one of them"
    if change.r is not None and not 0 <= change.r < 1:
        yield (*where, "r"), "r is from 0 to less than 1", "look at the source again"
    for figure in (change.sd, change.value):
        if figure is not None and figure <= 0:
            yield where, "a change is more than nothing", "look at the source again"


def _reach(
    scale: types.Scale, content: types.Instrument, known: dict[str, types.Item], where: Where
) -> Iterator[Problem]:
    ends = [_ends(scale, known[code], content) for code in scale.items]
    lows, highs = [low for low, _ in ends], [high for _, high in ends]
    if scale.rule == "sum":
        reach = [sum(lows, Decimal(0)), sum(highs, Decimal(0))]
    elif len(set(lows)) == len(set(highs)) == 1:
        reach = [lows[0], highs[0]]
    else:
        yield (*where, "rule"), "a mean of items with different ranges", "use sum, or equal ranges"
        return
    low, high = sorted(end * scale.multiply for end in reach)
    if (Decimal(scale.minimum), Decimal(scale.maximum)) != (low, high):
        hint = f"its items reach from {_plain(low)} to {_plain(high)}"
        yield (*where, "minimum"), "the range does not fit the items", hint


def _ends(
    scale: types.Scale, item: types.Item, content: types.Instrument
) -> tuple[Decimal, Decimal]:
    """The least and the most an item adds. Turning it round changes neither."""
    table = content.tables.get(scale.recode.get(item.code, ""))
    if table:
        counts = [table[value] for value in item.values if value in table] or [Decimal(0)]
    else:
        counts = [decimal(value) for value in item.values]
    weight = scale.weights.get(item.code, Decimal(1))
    return min(one * weight for one in counts), max(one * weight for one in counts)


def _plain(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else str(value)
