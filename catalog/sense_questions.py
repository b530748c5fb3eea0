"""What a schema cannot say of questionnaires and batteries. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from catalog import types
from catalog.sense_codes import Problem, Versions, known_instrument, telling, twice
from catalog.sense_keys import key_sense, scale_sense, stand_in_sense
from catalog.source import Where

# Other orders of the same items circulate: answers bound to the wrong one give a wrong score.
ORDERED = {"ffmq-15", "emotion-regulation-10"}


def file_sense(content: types.Instrument) -> Iterator[Problem]:
    """What holds for a file, and not for what a site imports."""
    if content.wording == types.LICENSED:
        hint = "write wording: none and load the words with import_wording: it keeps where from"
        yield ("wording",), "licensed wording does not stand in a file", hint


def instrument_sense(content: types.Instrument, versions: Versions) -> Iterator[Problem]:
    """Everything about a questionnaire that does not make sense."""
    yield from twice([item.code for item in content.items], ("items",))
    yield from twice([scale.code for scale in content.scales], ("scales",))
    for index, item in enumerate(content.items):
        yield from _item(content, item, ("items", index), versions)
    yield from _wording(content)
    yield from _kind(content)
    yield from _applies(content.applies)
    yield from key_sense(content)
    yield from stand_in_sense(content, versions)
    for index, scale in enumerate(content.scales):
        yield from scale_sense(content, scale, ("scales", index))


def _item(
    content: types.Instrument, item: types.Item, where: Where, versions: Versions
) -> Iterator[Problem]:
    yield from telling(item.code, (*where, "code"))
    yield from twice([str(choice.value) for choice in item.choices], (*where, "choices"))
    if item.kind == "scale" and (item.minimum or 0) >= (item.maximum or 0):
        yield (*where, "minimum"), "minimum is not below maximum", "turn them round"
    if item.reads == "only_me" and (item.safety_rule or item.reportable):
        hint = "what only she sees can tell nobody: let the clinic read it, or take the rule out"
        yield (*where, "reads"), "staff must act on it and may not read it", hint
    if item.safety_rule and not _watched(content.code, item, versions):
        hint = "add a rule with this family, instrument and item under safety/"
        yield (*where, "safety_rule"), f"no rule “{item.safety_rule}” watches it", hint
    if item.needs:
        yield from _needs(content, item.needs, where)


def _watched(code: str, item: types.Item, versions: Versions) -> bool:
    return any(
        (rule.family, rule.instrument, rule.item) == (item.safety_rule, code, item.code)
        for rules in versions("safety")
        for rule in rules.rules
    )


def _needs(content: types.Instrument, needs: types.Needs, where: Where) -> Iterator[Problem]:
    before = {item.code: item for item in content.items[: int(where[-1])]}
    if needs.item not in before:
        hint = "name an item that stands above it"
        yield (*where, "needs"), f"no item “{needs.item}” is asked before it", hint
    elif before[needs.item].reads == "only_me" and content.items[int(where[-1])].reads != "only_me":
        hint = "that it was asked would tell what she said there: wait for another item"
        yield (*where, "needs"), f"“{needs.item}” is for her eyes only", hint
    elif set(needs.values) - set(before[needs.item].values):
        hint = f"“{needs.item}” has: " + ", ".join(map(str, before[needs.item].values))
        yield (*where, "needs"), "it waits for an answer nobody can give", hint


def _wording(content: types.Instrument) -> Iterator[Problem]:
    if content.wording != types.NO_WORDING:
        return
    hint = "the words are not ours to ship: leave them out, say in topic what it is about"
    if content.intros:
        yield ("intro",), "wording is none, and there are words", hint
    for index, item in enumerate(content.items):
        texts = (item.prompts, item.notes, item.lows, item.highs)
        if any(texts) or any(choice.label for choice in item.choices):
            yield ("items", index), "wording is none, and there are words", hint


def _kind(content: types.Instrument) -> Iterator[Problem]:
    """What staff record, what is answered and what is filled in by days exclude one another."""
    if content.incomplete and content.scales:
        hint = "take the scales out, or the line that says it cannot be scored"
        yield ("incomplete",), "it cannot be scored, and has scales", hint
    if content.result_only and (content.items or content.scales or not content.fields):
        hint = "give it fields, items: [] and scales: []"
        yield ("result_only",), "nobody answers it: it has fields and nothing else", hint
    if content.fields and not content.result_only:
        yield ("fields",), "fields are for result_only", "add result_only: true, or use items"
    if content.calendar and (content.items or content.scales):
        yield ("calendar",), "days are filled in, not items", "give it items: [] and scales: []"
    yield from twice([field.code for field in content.fields], ("fields",))
    for index, field in enumerate(content.fields):
        if field.minimum is not None and field.minimum >= (field.maximum or Decimal(0)):
            yield ("fields", index, "minimum"), "minimum is not below maximum", "turn them round"
    if {content.code, content.stand_in_for} & ORDERED and not content.order:
        yield ("order",), "its items circulate in another order, too", "say which this is: order:"


def _applies(applies: types.Applies) -> Iterator[Problem]:
    for name, bounds in (
        ("gestation_weeks", applies.gestation_weeks),
        ("infant_days", applies.infant_days),
    ):
        if bounds and bounds[0] > bounds[1]:
            yield ("applies", name), "the first comes after the last", "turn them round"
    if applies.corrected_age and not applies.infant_days:
        hint = "say infant_days, or take it out"
        yield ("applies", "corrected_age"), "no age is asked for, and it is corrected", hint


def battery_sense(content: types.Battery, versions: Versions) -> Iterator[Problem]:
    """Everything about a battery that does not make sense."""
    for index, code in enumerate(content.instruments):
        where = ("instruments", index)
        yield from known_instrument(code, content.languages, where, versions)
        found = versions("instrument", code)
        if found and not any(one.items for one in found):
            yield where, f"“{code}” has no questions", "staff record it: take it out"
    yield from _rule(content.rule)
    yield from _blocks(content, versions)


def _rule(rule: types.RuleSpec) -> Iterator[Problem]:
    if rule.kind == types.CLOCK and rule.open_days > rule.every_days and rule.times > 1:
        yield ("rule", "open_days"), "two windows would be open at once", "shorten open_days"
    if rule.kind != types.MOMENTARY:
        if rule.prompts_a_day or rule.between or rule.days or rule.min_gap_minutes:
            yield ("rule", "kind"), "prompts belong to another kind", "write kind: momentary"
        return
    first, last = (int(at[:2]) * 60 + int(at[3:]) for at in rule.between)
    if first >= last:
        yield ("rule", "between"), "the day ends before it begins", "turn them round"
    elif (rule.prompts_a_day - 1) * rule.min_gap_minutes > last - first:
        hint = f"{last - first} minutes hold fewer, or a smaller gap"
        yield ("rule", "min_gap_minutes"), "so many prompts do not fit into her day", hint


def _blocks(content: types.Battery, versions: Versions) -> Iterator[Problem]:
    if not content.blocks:
        return
    if content.each_gets >= len(content.blocks):
        hint = f"there are {len(content.blocks)}: give fewer, or take the blocks out"
        yield ("each_gets",), "every mother would get every block", hint
    yield from twice([code for codes in content.blocks.values() for code in codes], ("blocks",))
    for name, codes in content.blocks.items():
        for index, code in enumerate(codes):
            instrument, _, item = code.partition(".")
            where = ("blocks", name, index)
            if instrument not in content.instruments:
                yield where, f"“{instrument}” is not asked here", "name one of its instruments"
            elif item and not any(
                item in [one.code for one in version.items]
                for version in versions("instrument", instrument)
            ):
                yield where, f"“{instrument}” has no item “{item}”", "name one it has"
