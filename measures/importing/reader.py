"""Which form a file has, and what it holds in it. Pure."""

from __future__ import annotations

import measures.importing.fhir as fhir
import measures.importing.ours as ours
import measures.importing.redcap as redcap
import measures.importing.reproschema as reproschema
from kernel.errors import BadInput
from measures.importing.found import MAX_BYTES, MAX_ITEMS, Form, clean, refuse_many, shown
from measures.importing.reading import json_of

FHIR, REDCAP, REPROSCHEMA, OURS = FORMATS = ("fhir", "redcap", "reproschema", "ours")
_ZIP = b"PK\x03\x04"


def read(data: bytes, name: str, *, format: str = "", language: str = "en") -> Form:
    """The form in a file. BadInput, with the row or linkId, for whatever cannot be read.

    `format` empty: told from the file. `language`: of a file that does not say its own.
    """
    if len(data) > MAX_BYTES:
        raise BadInput(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Part it.")
    if not data.strip():
        raise BadInput("The file is empty.")
    if format and format not in FORMATS:
        raise BadInput(f"The form {shown(format)} is not read. Known are: {', '.join(FORMATS)}.")
    if data.startswith(_ZIP):
        return _zipped(reproschema.unpacked(data), format, language)
    return _whole(_read(data, format or _told(data, name), language))


def read_folder(files: dict[str, bytes], *, language: str = "en") -> Form:
    """The form in a folder of reproschema."""
    raw, path = reproschema.activity_of(files)
    return _whole(reproschema.read(raw, language, files, path))


def _zipped(files: dict[str, bytes], format: str, language: str) -> Form:
    """A folder of reproschema, or a REDCap instrument as it is downloaded."""
    tables = [path for path in files if path.rpartition("/")[2] == "instrument.csv"]
    if format in ("", REDCAP) and len(tables) == 1:
        return _whole(redcap.read(files[tables[0]], language))
    if format not in ("", REPROSCHEMA):
        raise BadInput(f"A zip holds reproschema or a REDCap instrument, and not {format}.")
    return read_folder(files, language=language)


def _told(data: bytes, name: str) -> str:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    ending = name.casefold().rpartition(".")[2]
    if start in (b"{", b"[") and ending not in ("csv", "yaml", "yml"):
        return ""
    if ending in ("yaml", "yml") or data.startswith(b"kind:"):
        return OURS
    if start == b"<":
        raise BadInput("XML is not read. Save the questionnaire as JSON.")
    return REDCAP


def _read(data: bytes, format: str, language: str) -> Form:
    if format == OURS:
        return ours.read(data, language)
    if format == REDCAP:
        return redcap.read(data, language)
    raw = json_of(data)
    if format == FHIR or (not format and isinstance(raw, dict) and "resourceType" in raw):
        return fhir.read(raw, language)
    return reproschema.read(raw, language, {})


def _whole(form: Form) -> Form:
    if not form.items:
        raise BadInput("The file holds no question that can be asked here.")
    refuse_many(len(form.items), "questions", MAX_ITEMS)
    for note in form.notes:
        clean(note[:4000], "a note")
    return form
