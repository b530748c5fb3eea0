"""Reads the cues of a timed step from a file of their own: cues/<step>.yaml.

There a cue is short: {at: 0, five: 0, en: …, es: …}. In the body it is what it is in a session
file: a code, its seconds, and its text by language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.schema import check_schema
from catalog.source import ContentError, Source, Where, read_yaml
from catalog.types import TIMED

_SECONDS = ("at", "five", "two")
_LANGUAGE = re.compile(r"^(?!at$)[a-z]{2}$")


def add_cues(session: Source, folder: Path, shown: str, schemas: Path) -> list[ContentError]:
    """Put the cues of `folder` into the steps of a session, which is not checked yet."""
    errors: list[ContentError] = []
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    for index, step in _waiting(session):
        path = files.pop(step["code"], None)
        if path is not None:
            file = f"{shown}/{path.name}"
            errors += _take(session, ("steps", index, "cues"), step, path, file, schemas)
    for path in files.values():
        hint = "name it after a step of session.yaml that runs by the clock and has no cues there"
        errors.append(ContentError(f"{shown}/{path.name}", 1, "cues that belong to no step", hint))
    return errors


def _waiting(session: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """Timed steps without cues of their own; whatever is malformed is left to the schema."""
    steps = session.value.get("steps") if isinstance(session.value, dict) else None
    for index, step in enumerate(steps if isinstance(steps, list) else []):
        if not isinstance(step, dict) or not isinstance(step.get("code"), str):
            continue
        if step.get("kind") in TIMED and "cues" not in step:
            yield index, step


def _take(
    session: Source, where: Where, step: dict[str, Any], path: Path, file: str, schemas: Path
) -> list[ContentError]:
    try:
        source = read_yaml(path, file)
    except ContentError as error:
        return [error]
    errors = list(check_schema(source, "cues", schemas))
    if errors:
        return errors
    cues = source.value["cues"]
    source.value = step["cues"] = [_cue(cue, number) for number, cue in enumerate(cues, 1)]
    source.lines = {_moved(at): line for at, line in source.lines.items()}
    session.parts[where] = source
    return []


def _cue(raw: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "code": raw.get("code", f"c{number:02d}"),
        **{key: raw[key] for key in _SECONDS if key in raw},
        "text": {key: words for key, words in raw.items() if _LANGUAGE.match(key)},
    }


def _moved(where: Where) -> Where:
    """The place of a value after `_cue`: (cues, 3, en, …) is (3, text, en, …)."""
    if len(where) > 2 and _LANGUAGE.match(str(where[2])):
        return (where[1], "text", *where[2:])
    return where[1:]
