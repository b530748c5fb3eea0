"""What a schema cannot say: that content hangs together. Pure.

Each check gets the typed content and the other content there is, and yields (where, message,
hint); `check` puts file and line to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from catalog import types
from catalog.sense_steps import step_sense
from catalog.source import ContentError, Source, Where

Versions = Callable[..., list[Any]]
Problem = tuple[Where, str, str]

# What stands in an address a phone remembers; messages/forbidden.yaml holds the longer list.
_TELLING = re.compile(r"drug|opioid|craving|recover|baby|infant|pregnan|stress|clinic|methad")

# A card is shown to every mother, and states no figure but the number to call.
_CHILD = re.compile(r"\b(?:baby|babies|bebés?|child|children|niñ[oa]s?|hij[oa]s?|infants?)\b", re.I)
_FIGURE = re.compile(r"\d|%")


def check(
    source: Source, content: types.Content, versions: Versions, drawings: set[str]
) -> Iterator[ContentError]:
    """Everything about one piece of content that does not make sense."""
    problems: Iterator[Problem] = iter(())
    if isinstance(content, types.Instrument):
        problems = _instrument(content, versions)
    elif isinstance(content, types.Battery):
        problems = _battery(content, versions)
    elif isinstance(content, types.Curriculum):
        problems = _curriculum(content, versions, drawings)
    elif isinstance(content, types.MessageText):
        problems = _message(content, versions)
    elif isinstance(content, types.SafetyRules):
        problems = _safety(content, versions)
    elif isinstance(content, types.Card):
        problems = _card(content, versions)
    for where, message, hint in problems:
        yield source.error(where, message, hint)


def _twice(codes: list[str], where: Where) -> Iterator[Problem]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield where, f"“{code}” is used {count} times", "give each its own code"


def _instrument(content: types.Instrument, versions: Versions) -> Iterator[Problem]:
    yield from _twice([item.code for item in content.items], ("items",))
    for index, item in enumerate(content.items):
        where = ("items", index)
        yield from _telling(item.code, (*where, "code"))
        yield from _twice([str(choice.value) for choice in item.choices], (*where, "choices"))
        if item.kind == "scale" and (item.minimum or 0) >= (item.maximum or 0):
            yield (*where, "minimum"), "minimum is not below maximum", "turn them round"
        if item.reads == "only_me" and (item.safety_rule or item.reportable):
            hint = (
                "what only she sees can tell nobody: let the clinic read it, or take the rule out"
            )
            yield (*where, "reads"), "staff must act on it and may not read it", hint
        if item.safety_rule and not _watched(content.code, item, versions):
            hint = "add a rule with this family, instrument and item under safety/"
            yield (*where, "safety_rule"), f"no rule “{item.safety_rule}” watches it", hint
    for index, scale in enumerate(content.scales):
        yield from _scale(content, scale, ("scales", index))


def _watched(code: str, item: types.Item, versions: Versions) -> bool:
    return any(
        (rule.family, rule.instrument, rule.item) == (item.safety_rule, code, item.code)
        for rules in versions("safety")
        for rule in rules.rules
    )


def _scale(content: types.Instrument, scale: types.Scale, where: Where) -> Iterator[Problem]:
    known = {item.code: item for item in content.items if item.values}
    for code in (*scale.items, *scale.reverse):
        if code not in known:
            hint = "name an item above that is a scale or a choice"
            yield (*where, "items"), f"no such item to count: “{code}”", hint
        elif known[code].reads == "only_me":
            hint = "staff read scores: count only what the clinic reads"
            yield (*where, "items"), f"“{code}” is for her eyes only", hint
        elif known[code].protocol:
            hint = "where it is not put there could be no score: leave it out"
            yield (*where, "items"), f"“{code}” is asked in some clinics only", hint
    yield from _twice(list(scale.items), (*where, "items"))
    if set(scale.reverse) - set(scale.items):
        yield (*where, "reverse"), "an item is turned round but not counted", "add it to items"
    if set(scale.items) - set(known):
        return
    lows = [min(known[code].values) for code in scale.items]
    highs = [max(known[code].values) for code in scale.items]
    if scale.rule == "sum":
        reach = (sum(lows), sum(highs))
    elif len(set(lows)) == len(set(highs)) == 1:
        reach = (lows[0], highs[0])
    else:
        yield (*where, "rule"), "a mean of items with different ranges", "use sum, or equal ranges"
        return
    if (scale.minimum, scale.maximum) != reach:
        hint = f"its items reach from {reach[0]} to {reach[1]}"
        yield (*where, "minimum"), "the range does not fit the items", hint


def _battery(content: types.Battery, versions: Versions) -> Iterator[Problem]:
    for index, code in enumerate(content.instruments):
        yield from _known_instrument(code, content.languages, ("instruments", index), versions)
    if content.rule.open_days > content.rule.every_days and content.rule.times > 1:
        yield ("rule", "open_days"), "two windows would be open at once", "shorten open_days"


def _known_instrument(
    code: str, languages: tuple[str, ...], where: Where, versions: Versions
) -> Iterator[Problem]:
    found = versions("instrument", code)
    if not found:
        yield where, f"there is no instrument “{code}”", "look at the codes under instruments/"
    for lang in languages:
        if found and not any(lang in instrument.languages for instrument in found):
            yield where, f"“{code}” has no wording in “{lang}”", "add it, or take the language out"


def _curriculum(
    content: types.Curriculum, versions: Versions, drawings: set[str]
) -> Iterator[Problem]:
    yield from _twice([one.code for one in content.sessions], ())
    for one in content.sessions:
        at = ("sessions", one.code)
        yield from _twice([step.code for step in one.steps], (*at, "steps"))
        sums = [_minutes(one, how, every) for how in types.ADDRESSED for every in (True, False)]
        if not min(sums) - 5 <= one.minutes <= max(sums) + 5:
            hint = f"its steps come to {min(sums)} to {max(sums)}"
            yield (*at, "minutes"), f"minutes is {one.minutes}", hint
        for index, step in enumerate(one.steps):
            where = (*at, "steps", index)
            yield from _telling(step.code, (*where, "code"))
            if step.drawing and step.drawing not in drawings:
                hint = "there are: " + ", ".join(sorted(drawings))
                yield (*where, "drawing"), f"no drawing “{step.drawing}”", hint
            if step.instrument:
                at_name = (*where, "instrument")
                yield from _known_instrument(step.instrument, content.languages, at_name, versions)
            yield from step_sense(one, step, where)


def _minutes(one: types.SessionContent, addressed: str, released: bool) -> int:
    """With and without the steps that wait for a release."""
    return sum(step.minutes for step in one.steps_for(addressed) if released or not step.provoking)


def _telling(code: str, where: Where) -> Iterator[Problem]:
    found = _TELLING.search(code)
    if found:
        hint = "it stands in an address her phone remembers: choose a neutral code"
        yield where, f"the code “{code}” says “{found[0]}”", hint


def _message(content: types.MessageText, versions: Versions) -> Iterator[Problem]:
    for lang in content.languages:
        subject, body = content.subject(lang), content.body(lang)
        for name in re.findall(r"\{(.*?)\}", subject + body):
            if name != "link" or "{" in subject:
                yield ("body",), f"{{{name}}} is not allowed", "only {link}, only in the body"
        if "{link}" not in body:
            yield ("body",), f"no {{link}} in “{lang}”", "add {link} where the address goes"
        for words in versions("forbidden", "message-words"):
            for found in (*words.found_in(subject), *words.found_in(body)):
                yield ("body",), f"the word “{found}” in “{lang}”", "a phone shows this to anyone"


def _safety(content: types.SafetyRules, versions: Versions) -> Iterator[Problem]:
    yield from _twice([rule.code for rule in content.rules], ("rules",))
    yield from _twice([closing.code for closing in content.closings], ("closings",))
    for missing in sorted(types.CLOSINGS - {closing.code for closing in content.closings}):
        hint = "staff choose among all of them, and read what may be said"
        yield ("closings",), f"there is no closing “{missing}”", hint
    for index, rule in enumerate(content.rules):
        if rule.event is None:
            yield from _item_rule(rule, ("rules", index), versions)
        places = versions("crisis", content.code)
        if rule.line and rule.line not in {one.code for place in places for one in place.lines}:
            hint = f"name a line that is shown in crisis/{content.code}.yaml"
            yield ("rules", index, "line"), f"there is no help line “{rule.line}”", hint
        others = [one for one in content.rules if (one.event, one.bar) == (rule.event, rule.bar)]
        if rule.event and len(others) > 1:
            hint = "give each its own at_least"
            yield ("rules", index), f"“{rule.event}” has two rules with this bar", hint


def _item_rule(rule: types.SafetyRule, where: Where, versions: Versions) -> Iterator[Problem]:
    items = [
        item
        for instrument in versions("instrument", rule.instrument)
        for item in instrument.items
        if item.code == rule.item
    ]
    if not any(item.safety_rule == rule.family for item in items):
        hint = "name an item whose safety_rule is this family"
        yield where, f"{rule.instrument}.{rule.item} is not watched by it", hint
    elif not any(rule.at_least in item.values for item in items):
        yield (*where, "at_least"), "no answer has this value", "use one that exists"


def _card(content: types.Card, versions: Versions) -> Iterator[Problem]:
    yield from _twice([lead.code for lead in content.leads], ("leads",))
    yield from _twice([part.code for part in content.parts], ("parts",))
    if types.LATER not in [lead.code for lead in content.leads]:
        yield ("leads",), f"no first line “{types.LATER}”", "it opens a card that comes back"
    for lang in content.languages:
        for words in versions("forbidden", "message-words"):
            for found in words.found_in(content.title(lang)):
                yield ("title",), f"the word “{found}” in “{lang}”", "a phone shows this to anyone"
    texts = [(("leads", i, "text"), lead.text) for i, lead in enumerate(content.leads)]
    texts += [(("parts", i, "text"), part.text) for i, part in enumerate(content.parts)]
    for where, text in texts:
        for lang, variants in text.words.items():
            for shown in variants.values():
                if _CHILD.search(shown):
                    yield where, f"“{lang}” speaks of a child", "it is shown after a loss, too"
                if _FIGURE.search(shown.replace("911", "")):
                    yield where, f"a figure in “{lang}”", "say it in words; only 911 may stand"
