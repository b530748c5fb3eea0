"""Parts of a FHIR item: its words in every language, its answers with their weights. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import measures.importing.values as values
from kernel.errors import BadInput
from measures.importing.found import (
    MAX_CHOICES,
    FoundChoice,
    Words,
    clean,
    refuse_many,
    shown,
    whole,
)
from measures.importing.values import Json

LOINC = "http://loinc.org"
Sets = Mapping[str, list[Json]]
_YES_NO = {
    True: {"en": "Yes", "es": "Sí"},
    False: {"en": "No", "es": "No"},
}
_WEIGHTS = ("ordinalValue", "itemWeight", "questionnaire-ordinalValue")


def said_in(holder: Json, key: str, lang: str, at: str) -> Words:
    """A text and its translations."""
    text = values.words(holder, key, at)
    if not text:
        return {}
    found = {lang: text}
    beside = holder.get(f"_{key}")
    if isinstance(beside, dict):
        for name, one in values.extensions(beside, at):
            if name == "translation":
                parts = dict(values.extensions(one, at))
                other = parts.get("lang", {}).get("valueCode")
                content = parts.get("content", {})
                said = content.get("valueString", content.get("valueMarkdown"))
                if isinstance(other, str) and isinstance(said, str):
                    said = clean(said, at)
                    if said:
                        found.setdefault(other[:2].lower(), said)
    return found


def joined(texts: list[Words], lang: str) -> Words:
    """Several texts as one, in each language that all of them have."""
    texts = [one for one in texts if lang in one]
    if not texts:
        return {}
    langs = set.intersection(*(set(one) for one in texts))
    return {each: clean("\n".join(one[each] for one in texts), "a note") for each in sorted(langs)}


def control_of(raw: Json, at: str) -> str:
    for name, one in values.extensions(raw, at):
        if name == "questionnaire-itemControl":
            concept = values.mapping(one.get("valueCodeableConcept") or {}, at)
            for coding in values.groups(concept, "coding", at):
                return str(coding.get("code", ""))
    return ""


def bounds(raw: Json, at: str) -> tuple[int | None, int | None]:
    found: dict[str, int | None] = {}
    for name, one in values.extensions(raw, at):
        if name in ("minValue", "maxValue"):
            said = [one[key] for key in ("valueInteger", "valueDecimal") if key in one]
            found[name] = whole(said[0]) if said else None
    return found.get("minValue"), found.get("maxValue")


def codes_of(raw: Json, link: str, at: str) -> Iterator[str]:
    """LOINC codes of an item: named as such, or its linkId as LOINC's own files have it."""
    for coding in values.groups(raw, "code", at):
        if coding.get("system") == LOINC and isinstance(coding.get("code"), str):
            yield coding["code"]
    yield link.strip("/").rpartition("/")[2]


def choices_of(raw: Json, lang: str, sets: Sets, at: str) -> Iterator[FoundChoice]:
    options = values.groups(raw, "answerOption", at)
    if raw["type"] == "boolean":
        yield FoundChoice("true", _YES_NO[True], 1)
        yield FoundChoice("false", _YES_NO[False], 0)
        return
    if options:
        refuse_many(len(options), f"answers ({at})", MAX_CHOICES)
        for one in options:
            yield _option(one, lang, at)
        return
    name = raw.get("answerValueSet")
    if not isinstance(name, str) or name.lstrip("#") not in sets:
        where = f"the value set {shown(name)}, which the file does not hold" if name else "nowhere"
        raise BadInput(f"{at}: its answers stand {where}. Put them into the file.")
    concepts = sets[name.lstrip("#")]
    refuse_many(len(concepts), f"answers ({at})", MAX_CHOICES)
    for one in concepts:
        yield _concept(one, one, lang, at)


def _option(option: Json, lang: str, at: str) -> FoundChoice:
    if "valueCoding" in option:
        return _concept(values.mapping(option["valueCoding"], at), option, lang, at)
    for key in ("valueInteger", "valueString", "valueDate", "valueTime"):
        if key in option:
            text = clean(str(option[key]), at)
            if not text:
                raise BadInput(f"{at}: an answer without words.")
            label = said_in(option, key, lang, at) if key == "valueString" else {}
            number = whole(text) if key == "valueInteger" else None
            weight = _weight(option, at)
            label = label or {lang: text}
            return FoundChoice(text, label, number if weight is None else weight)
    raise BadInput(f"{at}: an answer of a type that is not read: {shown(', '.join(option))}.")


def _concept(coding: Json, option: Json, lang: str, at: str) -> FoundChoice:
    label = said_in(coding, "display", lang, at)
    code = coding.get("code")
    code = clean(code, at) if isinstance(code, str) else ""
    if not label and not code:
        raise BadInput(f"{at}: an answer without code and words.")
    if lang not in label:
        raise BadInput(f"{at}: the answer {shown(code)} has no words (display).")
    number = _weight(option, at)
    if number is None:
        number = _weight(coding, at)
    return FoundChoice(code, label, whole(code) if number is None else number)


def _weight(holder: Json, at: str) -> int | None:
    for name, one in values.extensions(holder, at):
        if name in _WEIGHTS:
            said = [one[key] for key in ("valueDecimal", "valueInteger") if key in one]
            number = whole(said[0]) if said else None
            if number is None:
                raise BadInput(f"{at}: the weight of an answer is no whole number.")
            return number
    return None


def answer_of(one: Json) -> str:
    """The code of the answer a condition waits for; empty when it is none we ask."""
    coding = one.get("answerCoding")
    if isinstance(coding, dict):
        return str(coding.get("code") or "")[:80]
    if isinstance(one.get("answerBoolean"), bool):
        return "true" if one["answerBoolean"] else "false"
    for key in ("answerInteger", "answerString"):
        if key in one and not isinstance(one[key], (dict, list)):
            return str(one[key])[:80]
    return ""
