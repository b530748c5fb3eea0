"""A FHIR Questionnaire (R4, and what R5 calls otherwise) as files in the wild have it. Pure.

Read: contained value sets, weights of answers, translations, groups and stems, simple conditions.
What is worked out (scores), hidden, or more than we ask is noted and left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import measures.importing.values as values
from kernel.errors import BadInput
from measures.importing.fhir_parts import (
    answer_of,
    bounds,
    choices_of,
    codes_of,
    control_of,
    joined,
    said_in,
)
from measures.importing.found import (
    CHOICE,
    MAX_DEPTH,
    MAX_ITEMS,
    SCALE,
    TEXT,
    Form,
    FoundItem,
    FoundNeeds,
    Words,
    clean,
    name_of,
    refuse_many,
    shown,
    whole,
)
from measures.importing.values import Json

_ASKED = {
    "choice": CHOICE, "coding": CHOICE, "open-choice": CHOICE, "boolean": CHOICE,
    "integer": SCALE, "decimal": SCALE, "quantity": SCALE,
    "string": TEXT, "text": TEXT, "date": TEXT, "dateTime": TEXT, "time": TEXT, "url": TEXT,
}  # fmt: skip
_NEVER = ("attachment", "reference")


@dataclass
class _Reading:
    """One questionnaire while it is read."""

    lang: str
    sets: dict[str, list[Json]]
    notes: list[str] = field(default_factory=list)
    items: list[FoundItem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    intro: Words = field(default_factory=dict)
    waiting: list[Words] = field(default_factory=list)


def read(raw: Any, language: str) -> Form:
    """The form a parsed JSON file holds. `language`: of a file that does not say its own."""
    resource = _questionnaire(raw)
    lang = str(resource.get("language") or language)[:2].lower()
    reading = _Reading(lang, _contained(resource))
    _walk(reading, resource, (), None, 0, "the questionnaire")
    if reading.waiting:
        reading.notes.append("Words after the last question are not shown here.")
    return Form(
        format="fhir",
        languages=_languages(reading),
        title=said_in(resource, "title", reading.lang, "title"),
        intro=reading.intro,
        items=tuple(reading.items),
        licence=values.words(resource, "copyright", "the questionnaire"),
        notes=tuple(reading.notes),
    )


def _questionnaire(raw: Any) -> Json:
    resource = values.mapping(raw, "The file")
    if resource.get("resourceType") == "Bundle":
        entries = values.groups(resource, "entry", "the bundle")
        held = [one.get("resource") for one in entries]
        found = [
            one
            for one in held
            if isinstance(one, dict) and one.get("resourceType") == "Questionnaire"
        ]
        if len(found) != 1:
            raise BadInput(f"The bundle holds {len(found)} questionnaires: give one a file.")
        return found[0]
    if resource.get("resourceType") != "Questionnaire":
        raise BadInput(
            f"The file is no FHIR Questionnaire: its resourceType is "
            f"{shown(resource.get('resourceType'))}."
        )
    return resource


def _contained(resource: Json) -> dict[str, list[Json]]:
    """Concepts of the value sets the file holds, by id."""
    found = {}
    for one in values.groups(resource, "contained", "the questionnaire"):
        if one.get("resourceType") != "ValueSet" or not isinstance(one.get("id"), str):
            continue
        at = f"value set {shown(one['id'])}"
        concepts = []
        expansion = values.mapping(one.get("expansion") or {}, at)
        concepts += values.groups(expansion, "contains", at)
        if not concepts:
            compose = values.mapping(one.get("compose") or {}, at)
            for include in values.groups(compose, "include", at):
                concepts += values.groups(include, "concept", at)
        found[one["id"]] = concepts
    return found


def _languages(reading: _Reading) -> tuple[str, ...]:
    """The file's own, then every other in which all questions have words."""
    others: set[str] = set.union(*(set(item.prompt) for item in reading.items), set())
    return (reading.lang, *sorted(others - {reading.lang}))


def _walk(
    reading: _Reading,
    holder: Json,
    stems: tuple[Words, ...],
    needs: FoundNeeds | None,
    depth: int,
    at: str,
) -> None:
    if depth > MAX_DEPTH:
        raise BadInput(f"{at}: nested too deep.")
    for index, raw in enumerate(values.groups(holder, "item", at), 1):
        link = raw.get("linkId")
        if not isinstance(link, str) or not link.strip():
            raise BadInput(f"{at}: item {index} in it has no linkId.")
        here = f"linkId {shown(link)}"
        link = name_of(link, here)
        if link in reading.seen:
            raise BadInput(f"{here}: used twice. Each item has its own.")
        reading.seen.add(link)
        refuse_many(len(reading.seen), "items", MAX_ITEMS)
        _item(reading, raw, link, here, stems, needs, depth)


def _item(
    reading: _Reading,
    raw: Json,
    link: str,
    at: str,
    stems: tuple[Words, ...],
    needs: FoundNeeds | None,
    depth: int,
) -> None:
    kind = raw.get("type") if isinstance(raw.get("type"), str) else ""
    text = said_in(raw, "text", reading.lang, at)
    own = _needs(raw, at, reading) or needs
    if kind == "group":
        if values.flag(raw, "repeats", at):
            reading.notes.append(f"{at}: a group that may be repeated is asked once.")
        _walk(reading, raw, (*stems, text) if text else stems, own, depth + 1, at)
    elif kind == "display":
        _display(reading, text, depth)
    elif kind in _NEVER:
        reading.notes.append(f"{at}: {kind} cannot be asked here and is left out.")
    elif kind in _ASKED:
        why = _worked_out(raw, at)
        if why:
            reading.notes.append(f"{at}: {why}; it is left out.")
        else:
            _question(reading, raw, link, at, text, stems, own)
        _walk(reading, _without_displays(raw, at), stems, own, depth + 1, at)
    else:
        raise BadInput(f"{at}: the type {shown(kind)} is none of FHIR’s.")


def _display(reading: _Reading, text: Words, depth: int) -> None:
    if not text:
        return
    if depth == 0 and not reading.items and not reading.intro:
        reading.intro = text
    else:
        reading.waiting.append(text)


def _without_displays(raw: Json, at: str) -> Json:
    """Its sub-questions; words beside it were taken with it."""
    inner = values.groups(raw, "item", at)
    return {"item": [one for one in inner if one.get("type") != "display"]}


def _worked_out(raw: Json, at: str) -> str:
    """Why an item is no question to her, or nothing."""
    for name, one in values.extensions(raw, at):
        if "calculatedExpression" in name or name == "questionnaire-calculated":
            return "it is worked out from others, and nothing is worked out here"
        if name == "questionnaire-hidden" and one.get("valueBoolean") is True:
            return "it is hidden"
    if values.flag(raw, "readOnly", at):
        return "it is read only"
    return ""


def _question(
    reading: _Reading,
    raw: Json,
    link: str,
    at: str,
    text: Words,
    stems: tuple[Words, ...],
    needs: FoundNeeds | None,
) -> None:
    if reading.lang not in text:
        raise BadInput(f"{at}: a question without text.")
    beside = _beside(reading, raw, at)
    notes = [*stems, *reading.waiting, *beside["note"]]
    reading.waiting.clear()
    minimum, maximum = bounds(raw, at)
    item = FoundItem(
        name=link,
        at=at,
        kind=_ASKED[raw["type"]],
        prompt=text,
        note=joined(notes, reading.lang),
        minimum=minimum,
        maximum=maximum,
        low=joined(beside["low"], reading.lang),
        high=joined(beside["high"], reading.lang),
        max_length=whole(raw.get("maxLength")),
        codes=tuple(codes_of(raw, link, at)),
        needs=needs,
        several=values.flag(raw, "repeats", at),
    )
    if item.kind == CHOICE:
        item = replace(item, choices=tuple(choices_of(raw, reading.lang, reading.sets, at)))
        if raw["type"] == "open-choice":
            reading.notes.append(f"{at}: an answer of her own beside the listed ones is not taken.")
    elif raw.get("answerOption") or raw.get("answerValueSet"):
        # R4 lets integers and strings have listed answers.
        item = replace(
            item, kind=CHOICE, choices=tuple(choices_of(raw, reading.lang, reading.sets, at))
        )
    elif raw["type"] not in ("string", "text", "integer"):
        reading.notes.append(f"{at}: {raw['type']} is answered in words here.")
    reading.items.append(item)


def _beside(reading: _Reading, raw: Json, at: str) -> dict[str, list[Words]]:
    """The words at the ends of a scale and above the question, from its display items."""
    found: dict[str, list[Words]] = {"low": [], "high": [], "note": []}
    for inner in values.groups(raw, "item", at):
        if inner.get("type") != "display":
            continue
        link = inner.get("linkId")
        if isinstance(link, str):
            if link in reading.seen:
                raise BadInput(f"linkId {shown(link)}: used twice. Each item has its own.")
            reading.seen.add(link)
        text = said_in(inner, "text", reading.lang, at)
        place = {"lower": "low", "upper": "high"}.get(control_of(inner, at), "note")
        if text:
            found[place].append(text)
    return found


def _needs(raw: Json, at: str, reading: _Reading) -> FoundNeeds | None:
    """A condition that is one item with one of some answers; any other is noted."""
    asked = values.groups(raw, "enableWhen", at)
    if not asked:
        return None
    said = "; ".join(
        f"{shown(one.get('question'))} {one.get('operator', '?')} {answer_of(one)}"[:160]
        for one in asked
    )
    names = {one.get("question") for one in asked if isinstance(one.get("question"), str)}
    equal = all(one.get("operator") == "=" and answer_of(one) for one in asked)
    behavior = raw.get("enableBehavior", "any" if len(asked) == 1 else "all")
    if len(names) == 1 and equal and (len(asked) == 1 or behavior == "any"):
        return FoundNeeds(str(names.pop()), tuple(answer_of(one) for one in asked), said)
    reading.notes.append(clean(f"{at}: asked only when {said}: this is not run here.", at))
    return None
