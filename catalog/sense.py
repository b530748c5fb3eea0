"""What a schema cannot say: that content hangs together. Pure.

Each check gets the typed content and the other content there is, and yields (where, message,
hint); `check` puts file and line to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog import types
from catalog.loaded import LoadedContent
from catalog.sense_codes import Problem, Versions, known_instrument, telling, twice
from catalog.sense_curricula import curriculum_sense
from catalog.source import ContentError, Where

# A card is shown to every mother, and states no figure but the number to call.
_CHILD = re.compile(r"\b(?:baby|babies|bebés?|child|children|niñ[oa]s?|hij[oa]s?|infants?)\b", re.I)
_FIGURE = re.compile(r"\d|%")


def check(loaded: LoadedContent, versions: Versions, drawings: set[str]) -> Iterator[ContentError]:
    """Everything about one piece of content that does not make sense."""
    content = loaded.content
    yield from _spoken(loaded)
    yield from _signed(loaded)
    problems: Iterator[Problem] = iter(())
    if isinstance(content, types.Instrument):
        problems = _instrument(content, versions)
    elif isinstance(content, types.Battery):
        problems = _battery(content, versions)
    elif isinstance(content, types.Curriculum):
        problems = curriculum_sense(content, versions, drawings)
    elif isinstance(content, types.MessageText):
        problems = _message(content, versions)
    elif isinstance(content, types.SafetyRules):
        problems = _safety(content, versions)
    elif isinstance(content, types.Card):
        problems = _card(content, versions)
    elif isinstance(content, types.Mechanism):
        problems = _mechanism(content)
    elif isinstance(content, types.RegionalWords):
        problems = twice([one.code for one in content.words], ("words",))
    for where, message, hint in problems:
        yield loaded.source.error(where, message, hint)


def _spoken(loaded: LoadedContent) -> Iterator[ContentError]:
    """Brackets that no voice can speak."""
    for lang, texts in loaded.body["wording"].items():
        for path, variants in texts.items():
            for variant, text in variants.items():
                for message, hint in loaded.voice.complaints(text, lang):
                    file, line = loaded.places[lang, path, variant]
                    yield ContentError(file, line, message, hint)


def _signed(loaded: LoadedContent) -> Iterator[ContentError]:
    """What calls itself signed has every signature it needs."""
    if loaded.status != "signed":
        return
    for part, missing in loaded.unsigned():
        said = f"“{part}” is not signed" if part else "the status is signed and the review is not"
        hint = "under review: add " + ", ".join(missing)
        yield loaded.source.error(("status",), said, hint)


def _instrument(content: types.Instrument, versions: Versions) -> Iterator[Problem]:
    yield from twice([item.code for item in content.items], ("items",))
    for index, item in enumerate(content.items):
        where = ("items", index)
        yield from telling(item.code, (*where, "code"))
        yield from twice([str(choice.value) for choice in item.choices], (*where, "choices"))
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
    yield from twice(list(scale.items), (*where, "items"))
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
        yield from known_instrument(code, content.languages, ("instruments", index), versions)
    if content.rule.open_days > content.rule.every_days and content.rule.times > 1:
        yield ("rule", "open_days"), "two windows would be open at once", "shorten open_days"


def _mechanism(content: types.Mechanism) -> Iterator[Problem]:
    yield from twice([part.code for part in content.parts], ("nodes",))
    nodes = {node.code for node in content.nodes}
    known = nodes | {edge.code for edge in content.edges}
    named = [
        (("edges", i), {edge.source, edge.target} - nodes) for i, edge in enumerate(content.edges)
    ]
    named += [(("skills", i), set(one.acts_on) - known) for i, one in enumerate(content.skills)]
    for where, unknown in named:
        for code in sorted(unknown):
            yield where, f"there is no “{code}” here", "name a code above"


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
    yield from twice([rule.code for rule in content.rules], ("rules",))
    yield from twice([closing.code for closing in content.closings], ("closings",))
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
    yield from twice([lead.code for lead in content.leads], ("leads",))
    yield from twice([part.code for part in content.parts], ("parts",))
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
