"""The content an import makes: the key as it is with the file's words, or a new one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kernel.errors import BadInput
from measures.importing.found import (
    CHOICE,
    LARGEST,
    MAX_ITEMS,
    SCALE,
    TEXT,
    Form,
    FoundChoice,
    FoundItem,
    Words,
    clean,
    refuse_many,
    shown,
)
from measures.importing.mapping import Matched

Body = dict[str, Any]
Raw = Mapping[str, Any]

ANY = "any"
# More points than this are no row of radio buttons.
MOST_POINTS = 21
NO_KEY = "imported without a key"
UNSAID = "not said in the file it was imported from"
IMPORTED = "imported by this site"
# A site that speaks usted, or has words of its own, marks content like this; an import is not.
_MARKED = re.compile(r"\[(?:[^\[\]|]+\|[^\[\]|]+|=[A-Za-z][A-Za-z0-9-]*)\]")
_PIPED = re.compile(r"\[[a-z][a-z0-9_]*(?:[:-][a-z0-9_:-]+)?\]")
_SOME = {"en": "Here are some questions.", "es": "Aquí hay algunas preguntas."}
_YES, _NO = {"en": "Yes", "es": "Sí"}, {"en": "No", "es": "No"}
# Left out of what makes two versions the same key.
OF_A_VERSION = ("version", "wording", "languages", "status")


def languages(form: Form, matched: Iterable[FoundItem], allowed: Sequence[str]) -> list[str]:
    """Those of the file that a site speaks and in which nothing lacks; its first one leads."""
    items = list(matched)
    first = form.languages[0]
    if first not in allowed:
        raise BadInput(
            f"The file is in {shown(first)}, and this can be asked in {', '.join(allowed)}. "
            "Say --language, or on the page, when it is in one of them."
        )
    kept = [lang for lang in form.languages if lang in allowed and _speaks(items, lang, first)]
    return sorted(kept, key=list(allowed).index)


def _speaks(items: list[FoundItem], lang: str, first: str) -> bool:
    texts = [text for item in items for text in _texts(item)]
    return all(lang in text for text in texts if first in text)


def _texts(item: FoundItem) -> Iterable[Words]:
    return (item.prompt, item.note, item.low, item.high, *(one.label for one in item.choices))


def with_words(key: Body, form: Form, matched: Sequence[Matched], *, version: str) -> Body:
    """The key's structure untouched, with the words of the file in its languages."""
    allowed = key["structure"]["languages"]
    langs = languages(form, [one.found for one in matched], allowed)
    wording = {}
    for lang in langs:
        own = {
            path: dict(words)
            for path, words in key["wording"].get(lang, {}).items()
            if not path.startswith("items.") and path != "intro"
        }
        said = {"intro": _intro(form, lang)}
        for one in matched:
            said |= _item_words(one, lang)
        for path, text in said.items():
            _refuse_marked(text, path)
            if _PIPED.search(text):
                raise BadInput(f"{path}: {shown(text)} waits for words nobody fills in here.")
        wording[lang] = own | {path: {ANY: text} for path, text in said.items()}
    of_version = {"version": version, "wording": "licensed", "languages": langs, "status": "draft"}
    return {"structure": {**key["structure"], **of_version}, "wording": wording}


def with_earlier(body: Body, earlier: Body | None) -> Body:
    """With the languages an earlier import of the same key had and this one has not."""
    if earlier is None or not same_key(body["structure"], earlier["structure"]):
        return body
    wording = {**earlier["wording"], **body["wording"]}
    order = [*body["structure"]["languages"], *earlier["structure"]["languages"]]
    langs = [lang for lang in dict.fromkeys(order) if lang in wording]
    structure = {**body["structure"], "languages": langs}
    return {"structure": structure, "wording": {lang: wording[lang] for lang in langs}}


def same_key(one: Raw, other: Raw) -> bool:
    """Whether two structures differ in nothing but their version, words and languages."""
    parts = ({k: v for k, v in each.items() if k not in OF_A_VERSION} for each in (one, other))
    return next(parts) == next(parts)


def _intro(form: Form, lang: str) -> str:
    return form.intro.get(lang) or _SOME.get(lang, _SOME["en"])


def _item_words(one: Matched, lang: str) -> dict[str, str]:
    at = f"items.{one.item['code']}"
    said = {f"{at}.prompt": one.found.prompt[lang]}
    if lang in one.found.note:
        said[f"{at}.note"] = one.found.note[lang]
    if one.item["kind"] == CHOICE:
        for value, choice in one.options:
            said[f"{at}.choices.{value}.label"] = choice.label[lang]
    elif one.item["kind"] == SCALE:
        low, high = one.item["minimum"], one.item["maximum"]
        ends = {value: choice.label[lang] for value, choice in one.options}
        said[f"{at}.low"] = ends.get(low) or one.found.low.get(lang) or str(low)
        said[f"{at}.high"] = ends.get(high) or one.found.high.get(lang) or str(high)
    return said


def new_file(
    form: Form, *, code: str, allowed: Sequence[str], telling: re.Pattern[str]
) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """A whole new questionnaire as a content file says it; code to name; what was left out.

    `telling` finds what no address may say: such a name becomes a number.
    """
    notes: list[str] = ["No rule watches its answers: a person must read them."]
    found = [part for item in form.items for part in _parts(item, notes)]
    refuse_many(len(found), "questions", MAX_ITEMS)
    found = [one for one in (_fitted(item, notes) for item in found) if one is not None]
    if not found:
        raise BadInput("The file holds no question that can be asked here.")
    langs = languages(form, found, allowed)
    for lang in form.languages:
        if lang not in langs:
            notes.append(f"The words in {shown(lang)} were left out: they lack somewhere.")
    codes = _named(found, telling)
    items = _items(found, codes, langs, notes)
    title = {lang: form.title.get(lang) or code.replace("-", " ").capitalize() for lang in langs}
    intro = {lang: _intro(form, lang) for lang in langs}
    raw = {
        "kind": "instrument", "code": code, "version": "1", "status": "draft",
        "languages": langs, "stand_in": False, "wording": "licensed",
        "licence": form.licence or UNSAID, "source": IMPORTED, "incomplete": NO_KEY,
        "title": title, "intro": intro,
        "items": items, "scales": [],
    }  # fmt: skip
    for lang in langs:
        _refuse_marked(title[lang], "the title")
        _refuse_marked(intro[lang], "the first words")
    return raw, {codes[one.name]: one.name for one in found}, notes


def _parts(item: FoundItem, notes: list[str]) -> Iterable[FoundItem]:
    """One question, or one for each answer where several may be ticked."""
    if not item.several or not item.choices:
        return (item,)
    notes.append(f"{item.at}: several answers at once: each is asked as a question, yes or no.")
    first = next(iter(item.prompt))
    parts = []
    for choice in item.choices:
        langs = [lang for lang in item.prompt if lang in choice.label or lang == first]
        prompt = {
            lang: clean(f"{item.prompt[lang]}\n{choice.label[lang]}", item.at) for lang in langs
        }
        yes_no = tuple(
            FoundChoice(str(value), {lang: words.get(lang, words["en"]) for lang in langs}, value)
            for value, words in ((1, _YES), (0, _NO))
        )
        name = f"{item.name}___{choice.code}"
        parts.append(replace(item, name=name, prompt=prompt, choices=yes_no, several=False))
    return parts


def _fitted(item: FoundItem, notes: list[str]) -> FoundItem | None:
    """The item as it can be asked here, or None."""
    if item.kind == CHOICE:
        if len(item.choices) < 2:
            notes.append(f"{item.at}: fewer than two answers; it is left out.")
            return None
        return _numbered(item, notes)
    if item.kind == SCALE:
        low, high = item.minimum, item.maximum
        if low is not None and high is not None and low < high and item.values <= MOST_POINTS:
            return item
        said = f"from {low} to {high}" if low is not None or high is not None else "of any size"
        notes.append(f"{item.at}: a number {said} is typed here and not checked.")
        return replace(item, kind=TEXT, max_length=40, minimum=None, maximum=None)
    length = item.max_length if item.max_length and item.max_length > 0 else 500
    return replace(item, max_length=min(length, 4000))


def _numbered(item: FoundItem, notes: list[str]) -> FoundItem:
    """With a number for each answer: its own where all have one, else 1, 2, 3 … as listed."""
    codes = [choice.code for choice in item.choices]
    if len(set(codes)) != len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise BadInput(f"{item.at}: the answer {shown(twice)} stands there twice.")
    numbers = [choice.value for choice in item.choices]
    if None not in numbers and len(set(numbers)) == len(numbers):
        return item
    given = ", ".join(f"{choice.code} = {n}" for n, choice in enumerate(item.choices, 1))
    notes.append(f"{item.at}: its answers have no numbers of their own; they got {given[:500]}.")
    choices = tuple(replace(one, value=n) for n, one in enumerate(item.choices, 1))
    return replace(item, choices=choices)


def _named(found: Sequence[FoundItem], telling: re.Pattern[str]) -> dict[str, str]:
    """A code for each name: itself where it may stand in an address, else a number."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for number, item in enumerate(found, 1):
        code = re.sub(r"[^a-z0-9_]+", "_", item.name.casefold()).lstrip("_")
        code = code if code[:1].isalpha() else f"q{code}"
        if len(code) > 40 or re.fullmatch(r"[a-z]{2}", code) or telling.search(code):
            code = f"q{number}"
        while code in taken:
            code = f"{code[:34]}_{number}"
        taken.add(code)
        if item.name in codes:
            raise BadInput(f"{item.at}: the name {shown(item.name)} is used twice.")
        codes[item.name] = code
    return codes


def _items(
    found: Sequence[FoundItem], codes: Mapping[str, str], langs: list[str], notes: list[str]
) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    before: dict[str, FoundItem] = {}
    by_name = {name.casefold(): name for name in codes}
    for item in found:
        raw: dict[str, Any] = {"code": codes[item.name], "kind": item.kind, "reads": "clinic"}
        raw["prompt"] = {lang: item.prompt[lang] for lang in langs}
        if all(lang in item.note for lang in langs):
            raw["note"] = {lang: item.note[lang] for lang in langs}
        raw |= _answers(item, langs)
        needs = _needs(item, before, by_name, codes, notes)
        if needs:
            raw["needs"] = needs
        for text in (*raw["prompt"].values(), *raw.get("note", {}).values()):
            _refuse_marked(text, item.at)
        before[item.name] = item
        items.append(raw)
    return items


def _answers(item: FoundItem, langs: list[str]) -> dict[str, Any]:
    if item.kind == TEXT:
        return {"max_length": item.max_length}
    if item.kind == SCALE:
        low, high = item.minimum, item.maximum
        return {
            "minimum": low,
            "maximum": high,
            "low": {lang: item.low.get(lang) or str(low) for lang in langs},
            "high": {lang: item.high.get(lang) or str(high) for lang in langs},
        }
    for choice in item.choices:
        if choice.value is not None and abs(choice.value) > LARGEST:
            raise BadInput(f"{item.at}: the answer {shown(choice.code)} is too large a number.")
        for text in choice.label.values():
            _refuse_marked(text, item.at)
    return {
        "choices": [
            {"value": one.value, "label": {lang: one.label[lang] for lang in langs}}
            for one in item.choices
        ]
    }


def _needs(
    item: FoundItem,
    before: Mapping[str, FoundItem],
    by_name: Mapping[str, str],
    codes: Mapping[str, str],
    notes: list[str],
) -> dict[str, Any] | None:
    """Its condition in values of an earlier item; one that cannot be met so is noted."""
    if item.needs is None:
        return None
    name = by_name.get(item.needs.name.casefold(), item.needs.name)
    other = before.get(name)
    if other is None and len(item.needs.codes) == 1:
        # One of several answers that may be ticked is a question of its own here.
        name = f"{name}___{item.needs.codes[0]}"
        other = before.get(name)
        wanted: tuple[str, ...] = ("1",)
    else:
        wanted = item.needs.codes
    values = _values_of(other, wanted) if other else []
    if not values or len(values) != len(wanted):
        notes.append(f"{item.at}: asked only when {item.needs.said}: this is not run here.")
        return None
    return {"item": codes[name], "values": values}


def _values_of(item: FoundItem, wanted: Iterable[str]) -> list[int]:
    if item.kind == SCALE:
        points = range(item.minimum or 0, (item.maximum or 0) + 1)
        by_code = {str(point): point for point in points}
    else:
        by_code = {one.code: one.value for one in item.choices if one.value is not None}
        by_code |= {str(one.value): one.value for one in item.choices if one.value is not None}
    return list(dict.fromkeys(by_code[code] for code in wanted if code in by_code))


def _refuse_marked(text: str, at: str) -> None:
    found = _MARKED.search(text)
    if found:
        raise BadInput(f"{at}: {shown(found[0])} would be read as two forms of a word. Reword it.")
