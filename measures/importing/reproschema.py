"""A reproschema activity: one JSON-LD file with its items in it, or a folder of them. Pure."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import measures.importing.values as values
from kernel.errors import BadInput
from measures.importing.found import (
    CHOICE,
    MAX_BYTES,
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
from measures.importing.plain import plain
from measures.importing.reading import json_of
from measures.importing.values import Json

MAX_FILES = 4000
_CHOSEN = ("radio", "select", "selectLanguage", "dropdown")
_ENDS = (".jsonld", ".json", "_schema")
_TEST = re.compile(
    r"^\(*\s*([A-Za-z][A-Za-z0-9_]*)\s*={2,3}\s*[\"']?([^\"'()&|=<>]{1,40}?)[\"']?\s*\)*$"
)
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, RuntimeError, NotImplementedError,
    EOFError, OSError, ValueError, KeyError, IndexError, struct.error, MemoryError, OverflowError,
)  # fmt: skip


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a zip, by path; read to the bound, whatever its list says of their size."""
    found: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            refuse_many(len(packed.infolist()), "files", MAX_FILES)
            for entry in packed.infolist():
                if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
                    continue
                with packed.open(entry) as stream:
                    found[posixpath.normpath(entry.filename)] = stream.read(left + 1)
                left -= len(found[posixpath.normpath(entry.filename)])
                if left < 0:
                    raise BadInput(f"Unpacked the files are over {MAX_BYTES // 1024 // 1024} MB.")
    except BadInput:
        raise
    except _DAMAGED as error:
        raise BadInput("The zip cannot be unpacked: it is damaged, or locked.") from error
    return found


@dataclass
class _Reading:
    """An activity while it is read. `files`: what lies beside it, by path."""

    lang: str
    files: Mapping[str, bytes]
    base: str = ""
    preamble: Words = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    embedded: dict[str, Json] = field(default_factory=dict)


def read(activity: Any, language: str, files: Mapping[str, bytes], path: str = "") -> Form:
    """The form an activity makes with the items it names."""
    raw = _bare(values.mapping(activity, "The file"))
    if isinstance(raw.get("graph"), list):
        raw = _of_graph(raw)
    if _type(raw) != "Activity":
        raise BadInput(f"The file is no reproschema activity: its type is {shown(_type(raw))}.")
    reading = _Reading(language, files, posixpath.dirname(path))
    _embed(reading, raw)
    # It stands above every question there, so it does here.
    reading.preamble = _said(raw.get("preamble"), reading, "preamble")
    items = tuple(_items(reading, raw))
    for one in _group_list(raw, "compute", "the activity"):
        said = f"{one.get('variableName')} = {one.get('jsExpression')}"
        reading.notes.append(clean(f"Not worked out here: {said[:500]}", "compute"))
    langs: set[str] = set.union(*(set(item.prompt) for item in items), set())
    return Form(
        format="reproschema",
        languages=(language, *sorted(langs - {language})),
        title=_said(raw.get("prefLabel"), reading, "prefLabel"),
        intro={},
        items=items,
        notes=tuple(reading.notes),
    )


def activity_of(files: Mapping[str, bytes]) -> tuple[Any, str]:
    """The one activity among files, and its path."""
    found = []
    for path, data in sorted(files.items()):
        if b"Activity" in data and data.lstrip()[:1] in (b"{", b"\xef"):
            raw = json_of(data, shown(path))
            if isinstance(raw, dict) and _type(_bare(raw)) == "Activity":
                found.append((raw, path))
    if len(found) != 1:
        names = ", ".join(shown(path) for _raw, path in found[:5])
        raise BadInput(
            f"There are {len(found)} activities in it{': ' + names if names else ''}. "
            "Give the folder of one."
        )
    return found[0]


def _bare(raw: Json) -> Json:
    """Without the prefixes of older versions: schema:name is name."""
    return {key.rpartition(":")[2].lstrip("@"): value for key, value in raw.items()}


def _type(raw: Json) -> str:
    found = raw.get("type")
    if isinstance(found, list):
        found = found[0] if found else ""
    return found.rpartition(":")[2].rpartition("/")[2] if isinstance(found, str) else ""


def _group_list(holder: Json, key: str, at: str) -> list[Json]:
    """A list of groups; JSON-LD writes a list of one without the list."""
    found = holder.get(key)
    if isinstance(found, dict):
        found = [found]
    return [_bare(one) for one in values.groups({key: found}, key, at)]


def _of_graph(raw: Json) -> Json:
    parts = [_bare(values.mapping(one, "@graph")) for one in raw["graph"]]
    found = [one for one in parts if _type(one) == "Activity"]
    if len(found) != 1:
        raise BadInput(f"There are {len(found)} activities in the file. Give one a file.")
    return {**found[0], "items": [one for one in parts if one is not found[0]]}


def _embed(reading: _Reading, raw: Json) -> None:
    """Items the file holds itself, by id."""
    for one in values.several(raw, "items", "the activity"):
        if isinstance(one, dict):
            item = _bare(one)
            name = str(item.get("id", ""))[:255]
            reading.embedded[_short(name)] = item


def _short(path: str) -> str:
    """The name an item goes by: the end of its path."""
    name = path.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    for end in _ENDS[:2]:
        name = name.removesuffix(end)
    return name


def _items(reading: _Reading, raw: Json) -> Iterator[FoundItem]:
    ui = _bare(values.mapping(raw.get("ui") or {}, "ui"))
    listed = values.several(ui, "order", "ui")
    if len(listed) == 1 and isinstance(listed[0], dict) and "@list" in listed[0]:
        listed = values.several(listed[0], "@list", "ui, order")
    beside = {}
    for one in _group_list(ui, "addProperties", "ui"):
        about = one.get("isAbout")
        if isinstance(about, dict):
            about = about.get("@id")
        if isinstance(about, str):
            beside[_short(about)] = one
    refuse_many(len(listed), "items", MAX_ITEMS)
    seen: set[str] = set()
    for index, one in enumerate(listed, 1):
        item, name = _find(reading, one, index)
        said = beside.get(name, {})
        called = said.get("variableName") or name
        at = f"item {index}, {shown(called)}"
        called = name_of(called, at)
        if called in seen:
            raise BadInput(f"{at}: used twice. Each item has its own name.")
        seen.add(called)
        if said.get("isVis") is False or _type(item) == "Activity":
            reading.notes.append(f"{at}: it is not shown, and left out.")
            continue
        yield from _item(reading, item, called, said.get("isVis"), at)


def _find(reading: _Reading, one: Any, index: int) -> tuple[Json, str]:
    """An item that `order` names or holds, and its name."""
    if isinstance(one, dict) and set(one) != {"@id"}:
        item = _bare(one)
        return item, _short(str(item.get("id", f"item{index}"))[:255])
    path = one.get("@id") if isinstance(one, dict) else one
    if not isinstance(path, str) or not path:
        raise BadInput(f"item {index}: an item is a path, and this is {shown(path)}.")
    name = _short(path)
    if name in reading.embedded:
        return reading.embedded[name], name
    return _file(reading, path, reading.base, f"item {index}, {shown(path)}"), name


def _file(reading: _Reading, path: str, base: str, at: str) -> Json:
    """A part that lies in a file of its own beside the activity."""
    where = posixpath.normpath(posixpath.join(base, path))
    for end in ("", *_ENDS[:2]):
        if where + end in reading.files:
            found = json_of(reading.files[where + end], at)
            found = _bare(values.mapping(found, at))
            return {**found, "from": posixpath.dirname(where)}
    raise BadInput(f"{at}: there is no such file beside the activity. Give the folder, or a zip.")


def _said(raw: Any, reading: _Reading, at: str) -> Words:
    """Words by language; words without one are in the language of the file."""
    if isinstance(raw, list):
        raw = {one.get("@language"): one.get("@value") for one in raw if isinstance(one, dict)}
    if isinstance(raw, str):
        raw = {reading.lang: raw}
    if not isinstance(raw, dict):
        return {}
    found: dict[str, str] = {}
    for lang, text in raw.items():
        if isinstance(lang, str) and isinstance(text, str) and not lang.startswith("@"):
            words = clean(plain(clean(text, at)), at)
            if words:
                found.setdefault(lang[:2].lower(), words)
    return found


def _item(reading: _Reading, raw: Json, name: str, visible: Any, at: str) -> Iterator[FoundItem]:
    prompt = _said(raw.get("question"), reading, at)
    if reading.lang not in prompt:
        raise BadInput(f"{at}: no question in “{reading.lang}”.")
    ui = _bare(values.mapping(raw.get("ui") or {}, at))
    shape = ui.get("inputType") if isinstance(ui.get("inputType"), str) else ""
    options = raw.get("responseOptions") or {}
    if isinstance(options, str):
        base = raw.get("from", reading.base)
        options = _file(reading, options, base if isinstance(base, str) else "", at)
    options = _bare(values.mapping(options, at))
    needs = _needs(reading, visible, at)
    several = values.flag(options, "multipleChoice", at)
    above = reading.preamble if reading.lang in reading.preamble else {}
    low, high = whole(options.get("minValue")), whole(options.get("maxValue"))
    if options.get("choices") and shape != "slider":
        choices = tuple(_choices(reading, options, at))
        yield FoundItem(
            *(name, at, CHOICE, prompt, above), choices=choices, needs=needs, several=several
        )
    elif shape in _CHOSEN:
        raise BadInput(f"{at}: a {shape} without choices.")
    elif shape == "slider":
        ends = tuple(_choices(reading, options, at)) if options.get("choices") else ()
        yield FoundItem(
            *(name, at, SCALE, prompt, above),
            minimum=_bound(low, ends, 0, 0),
            maximum=_bound(high, ends, -1, 100),
            low=ends[0].label if ends else {},
            high=ends[-1].label if ends else {},
            needs=needs,
        )
    elif shape in ("number", "float", "integer"):
        yield FoundItem(name, at, SCALE, prompt, above, minimum=low, maximum=high, needs=needs)
    elif shape in ("", "text", "multitext", "date", "time", "email", "textarea"):
        yield FoundItem(name, at, TEXT, prompt, above, max_length=500, needs=needs)
    else:
        reading.notes.append(f"{at}: {shown(shape)} cannot be asked here and is left out.")


def _bound(said: int | None, ends: tuple[FoundChoice, ...], which: int, usual: int) -> int:
    """An end of a slider: as said, else the value of the choice there, else as sliders go."""
    if said is not None:
        return said
    value = ends[which].value if ends else None
    return usual if value is None else value


def _choices(reading: _Reading, options: Json, at: str) -> Iterator[FoundChoice]:
    listed = _group_list(options, "choices", at)
    refuse_many(len(listed), f"answers ({at})", MAX_CHOICES)
    for one in listed:
        label = _said(one.get("name", one.get("prefLabel")), reading, at)
        code = one.get("value")
        if reading.lang not in label or isinstance(code, (dict, list, type(None))):
            raise BadInput(f"{at}: an answer without words or value.")
        yield FoundChoice(clean(str(code)[:255], at), label, whole(code))


def _needs(reading: _Reading, visible: Any, at: str) -> FoundNeeds | None:
    """A condition that is one variable with one of some values; any other is noted."""
    if visible is None or visible is True:
        return None
    said = clean(visible if isinstance(visible, str) else shown(visible), at)
    if said.strip() in ("", "true", "1"):
        return None
    tests = [_TEST.match(part.strip()) for part in said[:2000].split("||")]
    names = {test[1] for test in tests if test}
    if all(tests) and len(names) == 1:
        return FoundNeeds(names.pop(), tuple(test[2].strip() for test in tests if test), said)
    reading.notes.append(f"{at}: asked only if {said}: this is not run here.")
    return None
