"""One content file, read: its values, and the line each of them stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from catalog.reviewing import Review, two_roles

Where = tuple[str | int, ...]


@dataclass(eq=False)
class ContentError(Exception):
    """Something wrong in a content file, said so that its author can put it right."""

    file: str
    line: int
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} — {self.hint}"


@dataclass
class Source:
    """A parsed YAML file. `lines`: where each value begins; `parts`: other files, by their place.

    A curriculum has its sessions as parts, and a session the cues that lie in a file of their own.
    """

    file: str
    value: Any
    lines: dict[Where, int] = field(default_factory=dict)
    parts: dict[Where, Source] = field(default_factory=dict)

    def line(self, where: Where = ()) -> int:
        """The line of a value, or of the nearest thing that holds it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def place(self, where: Where = ()) -> tuple[str, int]:
        """The file and line of a value, in the part it stands in."""
        for length in range(len(where), 0, -1):
            if where[:length] in self.parts:
                return self.parts[where[:length]].place(where[length:])
        return self.file, self.line(where)

    def error(self, where: Where, message: str, hint: str) -> ContentError:
        return ContentError(*self.place(where), message, hint)


def read_reviews(source: Source) -> tuple[tuple[Review, ...], list[ContentError]]:
    """Who signed a file that its schema accepts, and what is wrong with that."""
    found, errors = [], []
    for index, raw in enumerate(source.value.get("review", ())):
        try:
            found.append(Review(raw["role"], raw["name"], date.fromisoformat(raw["on"])))
        except ValueError:
            where = ("review", index, "on")
            errors.append(source.error(where, f"no such day: {raw['on']}", "year-month-day"))
    for name in two_roles(found):
        hint = "each role is another person's eyes: let somebody else sign for one of them"
        errors.append(source.error(("review",), f"“{name}” signs in two roles", hint))
    return tuple(found), errors


# The one in C, where PyYAML was built with it: every start reads all of content.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Loader):
    """YAML with the plain values of 1.2: no dates, no 10:00 read as 600, no "no" as false."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("float", r"^-?[0-9]+\.[0-9]+$", "-0123456789"),
    ("int", r"^-?[0-9]+$", "-0123456789"),
    ("merge", r"^<<$", "<"),
):
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


def read_yaml(path: Path, file: str) -> Source:
    """Parse a YAML file. Raises ContentError, with the line, when it is not YAML."""
    source = Source(file, None)
    try:
        loader = _PlainLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is None:
            raise ContentError(file, 1, "the file is empty", "copy a file beside it and change it")
        source.value = _value(loader, node, (), source)
    except UnicodeDecodeError as error:
        raise ContentError(file, 1, "the file is not UTF-8", "save it again as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        hint = "look at the spaces at the start of the line, and at quotes and colons"
        raise ContentError(file, line, f"not valid YAML: {error.problem}", hint) from error
    return source


def _value(loader: _PlainLoader, node: yaml.Node, where: Where, source: Source) -> Any:
    source.lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, where, source)
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(loader, inner, (*where, index), source) for index, inner in enumerate(node.value)
        ]
    return loader.construct_object(node)


def _mapping(loader: _PlainLoader, node: yaml.MappingNode, where: Where, source: Source) -> Any:
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        line = key_node.start_mark.line + 1
        if key in mapping:
            raise ContentError(source.file, line, f"“{key}” stands here twice", "keep one of them")
        mapping[key] = _value(loader, value_node, (*where, key), source)
        source.lines[(*where, key)] = line
    return mapping
