"""Reads content folders: YAML and, for steps, Markdown in one folder per language. No Django.

A folder holds any of instruments/, batteries/, curricula/<code>@<version>/<NN-name>/, messages/,
consent/, crisis/, safety/, cards/. What a file is stands in its `kind:`; folders are for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from catalog import curricula, sense
from catalog.build import KINDS, build
from catalog.schema import check_schema
from catalog.source import ContentError, Source, read_yaml
from catalog.wording import Splitter
from kernel.ids import body_hash

PLACES = ("instruments", "batteries", "messages", "consent", "crisis", "safety", "cards")


@dataclass(frozen=True)
class LoadedContent:
    """One piece of content as its files say it."""

    kind: str
    code: str
    version: str
    status: str
    body: dict[str, Any]
    source: Source

    @cached_property
    def content(self) -> Any:
        return build(self.kind, self.body)

    @cached_property
    def structure_hash(self) -> str:
        return body_hash(self.body["structure"])

    @cached_property
    def wording_hashes(self) -> dict[str, str]:
        return {lang: body_hash(words) for lang, words in self.body["wording"].items()}


@dataclass
class Library:
    """All content of some folders, and everything that is wrong with it."""

    files: list[str] = field(default_factory=list)
    contents: dict[tuple[str, str, str], LoadedContent] = field(default_factory=dict)
    errors: list[ContentError] = field(default_factory=list)

    def all(self, kind: str) -> list[LoadedContent]:
        return [loaded for key, loaded in sorted(self.contents.items()) if key[0] == kind]

    def versions(self, kind: str, code: str | None = None) -> list[Any]:
        """Typed content of a kind: every version of one code, or of all."""
        return [loaded.content for loaded in self.all(kind) if code in (None, loaded.code)]


def load(folders: list[Path], schemas: Path) -> Library:
    """Read every content file of the folders. Errors are collected, never raised."""
    library = Library()
    drawings: set[str] = set()
    for folder in folders:
        drawings |= {path.stem for path in (folder / "drawings").glob("*.svg")}
        for path in _files(folder):
            _load_file(library, path, str(path.relative_to(folder)), schemas)
    for loaded in list(library.contents.values()):
        library.errors += sense.check(loaded.source, loaded.content, library.versions, drawings)
    library.errors.sort(key=lambda error: (error.file, error.line))
    return library


def _files(folder: Path) -> Iterator[Path]:
    for place in PLACES:
        yield from sorted(p for p in (folder / place).glob("*.y*ml"))
    yield from sorted((folder / "curricula").glob("*/curriculum.y*ml"))


def _load_file(library: Library, path: Path, file: str, schemas: Path) -> None:
    library.files.append(file)
    try:
        source = read_yaml(path, file)
        kind = _kind(source, path)
    except ContentError as error:
        library.errors.append(error)
        return
    errors = list(check_schema(source, kind, schemas))
    if not errors:
        body, errors = _body(kind, source, path, schemas)
    if errors:
        library.errors += errors
        return
    raw = body["structure"]
    key = (kind, raw["code"], raw["version"])
    if key in library.contents:
        other = library.contents[key].source.file
        hint = f"{other} is the same; give this one another code or version"
        library.errors.append(source.error(("version",), f"{key[1]}@{key[2]} twice", hint))
        return
    library.contents[key] = LoadedContent(*key, raw["status"], body, source)


def _kind(source: Source, path: Path) -> str:
    if path.suffix != ".yaml":
        raise source.error((), f"a file ending in {path.suffix}", "rename it to end in .yaml")
    kind = source.value.get("kind") if isinstance(source.value, dict) else None
    if kind not in KINDS:
        hint = "write on the first line kind: and one of " + ", ".join(KINDS)
        raise source.error(("kind",), "the file does not say what it is", hint)
    return kind


def _body(
    kind: str, source: Source, path: Path, schemas: Path
) -> tuple[dict[str, Any], list[ContentError]]:
    splitter = Splitter(source, source.value["languages"])
    structure = splitter.split({k: v for k, v in source.value.items() if k != "kind"})
    body = {"structure": structure, "wording": splitter.wording}
    errors = list(splitter.errors)
    if kind == "curriculum":
        errors += curricula.add_sessions(body, path.parent, source, schemas)
    return body, errors
