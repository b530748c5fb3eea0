"""A questionnaire as the content files of this project write it. Pure."""

from __future__ import annotations

from typing import Any

import measures.importing.values as values
from kernel.errors import BadInput
from measures.importing.found import (
    CHOICE,
    MAX_CHOICES,
    MAX_ITEMS,
    SCALE,
    TEXT,
    Form,
    FoundChoice,
    FoundItem,
    FoundNeeds,
    Words,
    clean,
    name_of,
    refuse_many,
    shown,
    whole,
)
from measures.importing.reading import yaml_of
from measures.importing.values import Json


def read(data: bytes, language: str) -> Form:
    """The form a YAML file holds: its words, its answers and their conditions, never its key."""
    raw, lines = yaml_of(data)
    raw = values.mapping(raw, "The file")
    if raw.get("kind") != "instrument":
        raise BadInput("Line 1: the file does not say kind: instrument.")
    notes: list[str] = []
    langs = [clean(one, "languages") for one in values.several(raw, "languages", "the file")]
    langs = langs or [language]
    found = values.groups(raw, "items", "the file")
    refuse_many(len(found), "items", MAX_ITEMS)
    items, seen = [], set()
    for index, one in enumerate(found):
        line = lines.get(("items", index), 1)
        name = name_of(one.get("code"), f"line {line}, code")
        at = f"line {line}, item {shown(name)}"
        if name in seen:
            raise BadInput(f"{at}: used twice. Each item has its own code.")
        seen.add(name)
        items.append(_item(one, name, at, langs[0], notes))
    if raw.get("scales"):
        notes.append("The scales of the file are not taken: an import brings words, never a key.")
    return Form(
        format="ours",
        languages=tuple(langs),
        title=_said(raw, "title", "title", notes),
        intro=_said(raw, "intro", "intro", notes),
        items=tuple(items),
        licence=values.words(raw, "licence", "the file"),
        notes=tuple(notes),
    )


def _said(holder: Json, key: str, at: str, notes: list[str]) -> Words:
    raw = holder.get(key)
    if raw is None:
        return {}
    found = {}
    for lang, text in values.mapping(raw, f"{at}, {key}").items():
        if isinstance(text, dict):
            notes.append(f"{at}, {key}: only the usual words are taken, no others by address.")
            text = text.get("any", "")
        words = clean(text, f"{at}, {key}")
        if words:
            found[clean(lang, at)] = words
    return found


def _item(raw: Json, name: str, at: str, lang: str, notes: list[str]) -> FoundItem:
    kind = raw.get("kind", "")
    if kind not in (CHOICE, SCALE, TEXT):
        raise BadInput(f"{at}: kind is {shown(kind)}. Use scale, choice or text.")
    prompt = _said(raw, "prompt", at, notes)
    if lang not in prompt:
        raise BadInput(f"{at}: no prompt in “{lang}”.")
    return FoundItem(
        name=name,
        at=at,
        kind=kind,
        prompt=prompt,
        note=_said(raw, "note", at, notes),
        choices=_choices(raw, at, lang, notes) if kind == CHOICE else (),
        minimum=whole(raw.get("minimum")),
        maximum=whole(raw.get("maximum")),
        low=_said(raw, "low", at, notes),
        high=_said(raw, "high", at, notes),
        max_length=whole(raw.get("max_length")),
        codes=(raw["loinc"],) if isinstance(raw.get("loinc"), str) else (),
        needs=_needs(raw, at),
    )


def _choices(raw: Json, at: str, lang: str, notes: list[str]) -> tuple[FoundChoice, ...]:
    listed = values.groups(raw, "choices", at)
    refuse_many(len(listed), f"answers ({at})", MAX_CHOICES)
    found = []
    for one in listed:
        value, label = whole(one.get("value")), _said(one, "label", at, notes)
        if value is None or lang not in label:
            raise BadInput(f"{at}: an answer without value or without label in “{lang}”.")
        found.append(FoundChoice(str(value), label, value))
    return tuple(found)


def _needs(raw: Json, at: str) -> FoundNeeds | None:
    needs: Any = raw.get("needs")
    if needs is None:
        return None
    needs = values.mapping(needs, f"{at}, needs")
    codes = tuple(str(one)[:40] for one in values.several(needs, "values", f"{at}, needs"))
    name = name_of(needs.get("item"), f"{at}, needs")
    return FoundNeeds(name, codes, f"{name} is {' or '.join(codes)}")
