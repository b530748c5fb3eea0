"""What a schema cannot say: that content hangs together. Pure.

Each check gets the typed content and the other content there is, and yields (where, message,
hint); `check` puts file and line to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog import types
from catalog.loaded import LoadedContent
from catalog.sense_codes import Problem, Versions, twice
from catalog.sense_curricula import curriculum_sense
from catalog.sense_keys import published_sense
from catalog.sense_questions import battery_sense, file_sense, instrument_sense
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
        problems = instrument_sense(content, versions)
        yield from _placed(loaded, published_sense(loaded.body["structure"]))
        yield from _placed(loaded, file_sense(content))
    elif isinstance(content, types.Battery):
        problems = battery_sense(content, versions)
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
    yield from _placed(loaded, problems)


def _placed(loaded: LoadedContent, problems: Iterator[Problem]) -> Iterator[ContentError]:
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
