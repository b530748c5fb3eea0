"""JSON, YAML and letters of a file, bounded: whatever they are, a value or BadInput. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from kernel.errors import BadInput
from measures.importing.found import MAX_BYTES, MAX_DEPTH, shown

MAX_EVENTS = 150_000

Where = tuple[str | int, ...]
Lines = dict[Where, int]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The plain values of YAML 1.2, as in every content file.
_PLAIN = (
    (re.compile(r"^(?:true|false)$"), lambda text: text == "true"),
    (re.compile(r"^(?:null|~|)$"), lambda text: None),
    (re.compile(r"^-?[0-9]{1,15}$"), int),
)


def letters(data: bytes, notes: list[str]) -> str:
    """The text of a file: UTF-8, UTF-16 with a mark, else Latin-1 as Windows writes it."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Part it.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("The file is not UTF-8; it was read as Latin-1. Look at accents.")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def utf8(data: bytes) -> str:
    """The text of a file whose form allows UTF-8 only."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Part it.")
    return _decoded(data, "utf-8-sig")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise BadInput(f"The file is not {name}. Save it again as UTF-8.") from error


def json_of(data: bytes, name: str = "The file") -> Any:
    """The value of a JSON file. One key twice, NaN and what is nested too deep are refused."""
    try:
        return json.loads(utf8(data), object_pairs_hook=_once, parse_constant=_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, letter {error.colno}"
        raise BadInput(f"{name} is not JSON: {place}: {error.msg}.") from error
    except ValueError as error:
        raise BadInput(f"{name} holds a number nobody can read.") from error
    except RecursionError as error:
        raise BadInput(f"{name} is nested too deep.") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput(f"The file says {shown(key)} twice in one place. Keep one of them.")
        found[key] = value
    return found


def _constant(text: str) -> Any:
    raise BadInput(f"The file holds {text}, which is no number.")


def yaml_of(data: bytes) -> tuple[Any, Lines]:
    """The value of a YAML file and the line of each part.

    Read from events and not composed: an anchor repeated a thousand times is refused, and depth
    is counted.
    """
    reader = _Reader()
    try:
        for count, event in enumerate(yaml.parse(utf8(data), Loader=_LOADER)):
            if count > MAX_EVENTS:
                raise BadInput(f"The file holds over {MAX_EVENTS:,} values. Part it.")
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}" if mark else "somewhere"
        raise BadInput(f"The file is not YAML: {place}: {error.problem}.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise BadInput("The file is not YAML.") from error
    return reader.value, reader.lines


class _Reader:
    """Puts values together from events, remembering the line of each."""

    def __init__(self) -> None:
        self.value: Any = None
        self.lines: Lines = {}
        self._open: list[Any] = []
        self._keys: list[Any] = []  # of each open mapping the key that waits for its value
        self._path: list[str | int] = []

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadInput(f"Line {line}: anchors (& and *) are not read. Write it out.")
        if isinstance(event, yaml.ScalarEvent):
            self._add(_scalar(event), line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self._open) >= MAX_DEPTH:
                raise BadInput(f"Line {line}: nested too deep.")
            inner: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._add(inner, line)
            self._open.append(inner)
            self._keys.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
            self._keys.pop()
            if self._path:
                self._path.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.value is not None:
            raise BadInput(f"Line {line}: a second document. Keep one questionnaire a file.")

    def _add(self, value: Any, line: int) -> None:
        nests = isinstance(value, (dict, list))
        if not self._open:
            self.value = value
            self.lines[()] = line
            return
        holder = self._open[-1]
        if isinstance(holder, list):
            at: str | int = len(holder)
            holder.append(value)
        elif self._keys[-1] is None:
            self._key(value, line)
            return
        else:
            at = self._keys[-1]
            holder[at] = value
            self._keys[-1] = None
        self.lines[(*self._path, at)] = line
        if nests:
            self._path.append(at)

    def _key(self, key: Any, line: int) -> None:
        if isinstance(key, (dict, list)) or key is None:
            raise BadInput(f"Line {line}: a key is one word.")
        if key in self._open[-1]:
            raise BadInput(f"Line {line}: {shown(key)} stands here twice. Keep one of them.")
        self._keys[-1] = key


def _scalar(event: yaml.ScalarEvent) -> Any:
    if event.tag not in (None, "!") or not event.implicit[0]:
        return event.value
    for pattern, make in _PLAIN:
        if pattern.match(event.value):
            return make(event.value)
    return event.value
