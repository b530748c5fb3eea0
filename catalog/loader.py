"""Reads content folders: YAML and, for steps, Markdown in one folder per language. No Django.

A folder holds any of PLACES and curricula/<code>@<version>/<NN-name>/. What a file is stands in
its `kind:`; folders are for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from catalog import curricula, sense
from catalog.build import KINDS
from catalog.loaded import WHOLE, Library, LoadedContent
from catalog.reviewing import Review
from catalog.schema import check_schema
from catalog.source import ContentError, Source, read_reviews, read_yaml
from catalog.voice import TU, Voice
from catalog.wording import Splitter

WORDS = "words"
PLACES = (
    "instruments",
    "batteries",
    "messages",
    "consent",
    "crisis",
    "safety",
    "cards",
    "mechanisms",
    WORDS,
)


def load(folders: list[Path], schemas: Path, address: str = TU) -> Library:
    """Read every content file of the folders. Errors are collected, never raised.

    `address` (tu or usted) is how the typed content speaks Spanish.
    """
    library = Library()
    drawings: set[str] = set()
    for folder in folders:
        drawings |= {path.stem for path in (folder / "drawings").glob("*.svg")}
        for path in (*_files(folder, PLACES), *sorted(folder.glob("curricula/*/curriculum.y*ml"))):
            _load_file(library, path, str(path.relative_to(folder)), schemas)
    library.voice = _voice(library, address)
    library.contents = {
        key: replace(loaded, voice=library.voice) for key, loaded in library.contents.items()
    }
    for loaded in list(library.contents.values()):
        library.errors += sense.check(loaded, library.versions, drawings)
    library.errors.sort(key=lambda error: (error.file, error.line))
    return library


def read_voice(folders: list[Path], schemas: Path, address: str) -> Voice:
    """How the folders speak, without reading the rest of them."""
    library = Library()
    for folder in folders:
        for path in _files(folder, (WORDS,)):
            _load_file(library, path, str(path.relative_to(folder)), schemas)
    return _voice(library, address)


def _voice(library: Library, address: str) -> Voice:
    """A newer list of words stands over an older one, word by word."""
    words: dict[tuple[str, str], str] = {}
    for regional in sorted(library.versions("words"), key=lambda one: version_key(one.version)):
        for one in regional.words:
            for lang, variants in one.word.words.items():
                words[lang, one.code] = next(iter(variants.values()))
    return Voice(address, tuple((lang, code, word) for (lang, code), word in words.items()))


def version_key(version: str) -> tuple[int, ...]:
    """Versions in their order: 0.9, 0.10, 1."""
    return tuple(int(part) for part in version.split("."))


def _files(folder: Path, places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        yield from sorted((folder / place).glob("*.y*ml"))


def _load_file(library: Library, path: Path, file: str, schemas: Path) -> None:
    library.files.append(file)
    try:
        source = read_yaml(path, file)
        kind = _kind(source, path)
    except ContentError as error:
        library.errors.append(error)
        return
    errors = list(check_schema(source, kind, schemas))
    loaded = None
    if not errors:
        loaded, errors = _content(kind, source, path, schemas)
    if errors or loaded is None:
        library.errors += errors
        return
    key = (kind, loaded.code, loaded.version)
    if key in library.contents:
        other = library.contents[key].source.file
        hint = f"{other} is the same; give this one another code or version"
        library.errors.append(source.error(("version",), f"{key[1]}@{key[2]} twice", hint))
        return
    library.contents[key] = loaded


def _kind(source: Source, path: Path) -> str:
    if path.suffix != ".yaml":
        raise source.error((), f"a file ending in {path.suffix}", "rename it to end in .yaml")
    kind = source.value.get("kind") if isinstance(source.value, dict) else None
    if kind not in KINDS:
        hint = "write on the first line kind: and one of " + ", ".join(KINDS)
        raise source.error(("kind",), "the file does not say what it is", hint)
    return kind


def _content(
    kind: str, source: Source, path: Path, schemas: Path
) -> tuple[LoadedContent, list[ContentError]]:
    splitter = Splitter(source, source.value["languages"])
    own, errors = read_reviews(source)
    kept = {key: value for key, value in source.value.items() if key not in ("kind", "review")}
    raw = splitter.split(kept)
    body = {"structure": raw, "wording": splitter.wording}
    reviews: Mapping[str, tuple[Review, ...]] = {WHOLE: own}
    errors += splitter.errors
    if kind == "curriculum":
        folder = path.parent
        reviews, wrong = curricula.add_sessions(body, splitter.places, folder, source, schemas)
        errors += wrong
    key = (kind, raw["code"], raw["version"], raw["status"])
    return LoadedContent(*key, body, source, splitter.places, reviews), errors
