"""Reads the session folders of a curriculum: session.yaml, and one Markdown file per step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.schema import check_schema
from catalog.source import ContentError, Source, read_yaml
from catalog.text import ADDRESSED, ANY
from catalog.wording import Splitter

_FOLDER = re.compile(r"^[0-9]{2}-[a-z0-9-]+$")


def add_sessions(
    body: dict[str, Any], folder: Path, source: Source, schemas: Path
) -> list[ContentError]:
    """Add every session folder to the body of a curriculum, in order of its number."""
    errors: list[ContentError] = []
    body["structure"]["sessions"] = []
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    for number, path in enumerate(folders, 1):
        if not _FOLDER.match(path.name) or int(path.name[:2]) != number:
            hint = "number them 01-name, 02-name, … without a gap"
            errors.append(source.error((), f"the folder “{path.name}” is out of order", hint))
            continue
        errors += _add_session(body, path, source, schemas)
    if not folders:
        errors.append(source.error((), "a curriculum without sessions", "add a folder 01-name"))
    return errors


def _add_session(
    body: dict[str, Any], folder: Path, source: Source, schemas: Path
) -> list[ContentError]:
    shown = str(Path(source.file).parent / folder.name)
    file = f"{shown}/session.yaml"
    path = folder / "session.yaml"
    if not path.is_file():
        return [ContentError(file, 1, "there is no session.yaml", "copy one from a session beside")]
    try:
        session = read_yaml(path, file)
    except ContentError as error:
        return [error]
    errors = list(check_schema(session, "session", schemas))
    if errors:
        return errors
    source.parts[session.value["code"]] = session
    languages = body["structure"]["languages"]
    splitter = Splitter(session, languages)
    at = ("sessions", session.value["code"])
    structure = splitter.split(session.value, at)
    body["structure"]["sessions"].append(structure)
    for lang in languages:
        body["wording"][lang].update(splitter.wording[lang])
        errors += _add_pages(body["wording"][lang], session, folder / lang, f"{shown}/{lang}")
    return [*splitter.errors, *errors]


def _add_pages(
    wording: dict[str, Any], session: Source, folder: Path, shown: str
) -> Iterator[ContentError]:
    code = session.value["code"]
    steps = [step["code"] for step in session.value["steps"]]
    pages = {path.stem: path for path in sorted(folder.glob("*.md"))}
    for index, step in enumerate(steps):
        if step not in pages:
            hint = f"write {shown}/{step}.md; its first line is the title: # Title"
            yield session.error(("steps", index), f"the step “{step}” has no page", hint)
    for stem, path in pages.items():
        step, _, variant = stem.partition(".")
        if step not in steps or (variant and variant not in ADDRESSED):
            hint = "name it <step>.md or <step>.<addressed>.md, after a step of session.yaml"
            yield ContentError(f"{shown}/{path.name}", 1, "a page that belongs to no step", hint)
            continue
        title, _, text = path.read_text(encoding="utf-8").strip().partition("\n")
        if not title.startswith("# ") or not text.strip():
            hint = "write # and the title on the first line, then the text"
            yield ContentError(f"{shown}/{path.name}", 1, "a page without title or text", hint)
            continue
        at = f"sessions.{code}.steps.{step}"
        wording.setdefault(f"{at}.title", {})[variant or ANY] = title[2:].strip()
        wording.setdefault(f"{at}.text", {})[variant or ANY] = text.strip()
