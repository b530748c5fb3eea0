"""Checks a parsed file against its JSON schema and says what is wrong in an author's words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]
from referencing import Registry, Resource

from catalog.source import ContentError, Source

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "array": "a list",
    "object": "a group of named values",
    "boolean": "true or false",
    "null": "nothing",
}


def check_schema(source: Source, kind: str, folder: Path) -> Iterator[ContentError]:
    """Every way in which the file departs from the schema of its kind, by line."""
    errors = [_deepest(error) for error in _validator(folder, kind).iter_errors(source.value)]
    for error in sorted(errors, key=lambda error: source.line(tuple(error.absolute_path))):
        yield from _explain(source, error)


@cache
def _validator(folder: Path, kind: str) -> Draft202012Validator:
    registry: Registry = Registry()
    for path in folder.glob("*.json"):
        registry = Resource.from_contents(json.loads(path.read_text())) @ registry
    return Draft202012Validator(
        json.loads((folder / f"{kind}.json").read_text()), registry=registry
    )


def _deepest(error: ValidationError) -> ValidationError:
    """Of alternatives, the one the author most likely meant."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _explain(source: Source, error: ValidationError) -> Iterator[ContentError]:
    where = tuple(error.absolute_path)
    name = f"“{where[-1]}”" if where else "the file"
    about = str(error.schema.get("description", "")) if isinstance(error.schema, dict) else ""
    value = error.validator_value
    if error.validator == "required":
        missing = [key for key in value if key not in error.instance]
        for key in missing:
            hint = _about(error.schema, key) or f"add {key}:"
            yield source.error(where, f"“{key}” is missing in {name}", hint)
    elif error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for key in error.instance:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, 1)
                hint = f"did you mean {near[0]}?" if near else "known here: " + ", ".join(known)
                yield source.error((*where, key), f"“{key}” is not known here", hint)
    elif error.validator == "type":
        wanted = value if isinstance(value, list) else [value]
        names = " or ".join(_TYPES[name] for name in wanted)
        quotes = "put it in quotes" if "string" in wanted else "see content/README.md"
        if error.instance is None:
            quotes = "it is empty; words with a comma or a colon need quotes around all of them"
        yield source.error(where, f"{name} must be {names}", about or quotes)
    elif error.validator == "enum":
        choices = ", ".join(str(choice) for choice in value)
        yield source.error(where, f"{name} is {error.instance!r}", f"use one of: {choices}")
    else:
        yield source.error(where, f"{name}: {error.message}", about or "see content/README.md")


def _about(schema: Any, key: str) -> str:
    return str(schema.get("properties", {}).get(key, {}).get("description", ""))
