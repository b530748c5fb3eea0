"""Reads the session folders of a curriculum: session.yaml, cues, and a Markdown file per step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.cues import add_cues
from catalog.reviewing import Review
from catalog.schema import check_schema
from catalog.source import ContentError, Source, read_reviews, read_yaml
from catalog.text import ADDRESSED, ANY
from catalog.types import SESSION, SHELF
from catalog.wording import Places, Splitter

_FOLDER = re.compile(r"^[0-9]{2}-[a-z0-9-]+$")


@dataclass
class _Reading:
    """A curriculum while its folders are read: what there is so far, and what is wrong."""

    body: dict[str, Any]
    places: Places
    source: Source
    schemas: Path
    reviews: dict[str, tuple[Review, ...]] = field(default_factory=dict)
    errors: list[ContentError] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        return self.body["structure"]["languages"]


def add_sessions(
    body: dict[str, Any], places: Places, folder: Path, source: Source, schemas: Path
) -> tuple[dict[str, tuple[Review, ...]], list[ContentError]]:
    """Add every session folder to the body of a curriculum, in order of its number, and the shelf.

    Returns who signed each session, by its code, and what is wrong.
    """
    reading = _Reading(body, places, source, schemas)
    body["structure"]["sessions"] = []
    folders = sorted(path for path in folder.iterdir() if path.is_dir() and path.name != SHELF)
    for number, path in enumerate(folders, 1):
        if not _FOLDER.match(path.name) or int(path.name[:2]) != number:
            hint = "number them 01-name, 02-name, … without a gap"
            said = f"the folder “{path.name}” is out of order"
            reading.errors.append(source.error((), said, hint))
            continue
        structure = _session(reading, path)
        if structure is not None:
            body["structure"]["sessions"].append(structure)
    if (folder / SHELF).is_dir():
        structure = _session(reading, folder / SHELF)
        if structure is not None:
            body["structure"]["shelf"] = structure
    if not folders:
        hint = "add a folder 01-name"
        reading.errors.append(source.error((), "a curriculum without sessions", hint))
    return reading.reviews, reading.errors


def _session(reading: _Reading, folder: Path) -> dict[str, Any] | None:
    """The structure of one session, or None when its file says too little to go on."""
    shown = str(Path(reading.source.file).parent / folder.name)
    session = _read(reading, folder, shown)
    if session is None:
        return None
    code = session.value["code"]
    reading.source.parts["sessions", code] = session
    reading.reviews[code], errors = read_reviews(session)
    reading.errors += errors
    splitter = Splitter(session, reading.languages)
    kept = {key: value for key, value in session.value.items() if key != "review"}
    structure = splitter.split(kept, ("sessions", code))
    reading.errors += splitter.errors
    reading.places.update(splitter.places)
    for lang in reading.languages:
        reading.body["wording"][lang].update(splitter.wording[lang])
        _add_pages(reading, session, folder / lang, f"{shown}/{lang}")
    return structure


def _read(reading: _Reading, folder: Path, shown: str) -> Source | None:
    """session.yaml with its cues, or None when it does not hold what it has to."""
    file = f"{shown}/session.yaml"
    path = folder / "session.yaml"
    if not path.is_file():
        hint = "copy one from a session beside"
        reading.errors.append(ContentError(file, 1, "there is no session.yaml", hint))
        return None
    try:
        session = read_yaml(path, file)
    except ContentError as error:
        reading.errors.append(error)
        return None
    errors = add_cues(session, folder / "cues", f"{shown}/cues", reading.schemas)
    errors = errors or list(check_schema(session, "session", reading.schemas))
    if not errors and (session.value.get("role", SESSION) == SHELF) != (folder.name == SHELF):
        hint = "what lies in the folder shelf/ has role: shelf, and nothing else has"
        errors.append(session.error(("role",), "the role does not fit the folder", hint))
    reading.errors += errors
    return None if errors else session


def _add_pages(reading: _Reading, session: Source, folder: Path, shown: str) -> None:
    code = session.value["code"]
    steps = [step["code"] for step in session.value["steps"]]
    pages = {path.stem: path for path in sorted(folder.glob("*.md"))}
    for index, step in enumerate(steps):
        if step not in pages:
            hint = f"write {shown}/{step}.md; its first line is the title: # Title"
            said = f"the step “{step}” has no page"
            reading.errors.append(session.error(("steps", index), said, hint))
    for stem, path in pages.items():
        step, _, variant = stem.partition(".")
        file = f"{shown}/{path.name}"
        if step not in steps or (variant and variant not in ADDRESSED):
            hint = "name it <step>.md or <step>.<addressed>.md, after a step of session.yaml"
            reading.errors.append(ContentError(file, 1, "a page that belongs to no step", hint))
            continue
        title, _, text = path.read_text(encoding="utf-8").strip().partition("\n")
        if not title.startswith("# ") or not text.strip():
            hint = "write # and the title on the first line, then the text"
            reading.errors.append(ContentError(file, 1, "a page without title or text", hint))
            continue
        at = f"sessions.{code}.steps.{step}"
        _keep(reading, folder.name, (f"{at}.title", variant or ANY), title[2:].strip(), (file, 1))
        _keep(reading, folder.name, (f"{at}.text", variant or ANY), text.strip(), (file, 2))


def _keep(
    reading: _Reading, lang: str, at: tuple[str, str], text: str, place: tuple[str, int]
) -> None:
    path, variant = at
    reading.body["wording"][lang].setdefault(path, {})[variant] = text
    reading.places[lang, path, variant] = place
