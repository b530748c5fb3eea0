"""Every word of hers is there in Spanish, and what is compiled is what is written."""

import io
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
HOW_TO = "the commands are at the top of babel.cfg"


def written() -> Catalog:
    """The Spanish catalogue."""
    with PO.open("rb") as file:
        return read_po(file, locale="es")


@cache
def extracted() -> set[tuple[str, Any]]:
    """Each file with each of its messages (a pair where there is a plural)."""
    methods, options = parse_mapping_cfg((ROOT / "babel.cfg").open())
    keywords = DEFAULT_KEYWORDS | {"gettext_lazy": None}
    found = extract_from_dir(ROOT, methods, options, keywords=keywords)
    return {(file, message) for file, _line, message, _comments, _context in found if message}


def _in_the_code() -> set[Any]:
    return {message for _file, message in extracted()}


def test_every_word_in_the_code_has_a_translation() -> None:
    spanish = written()
    missing = [
        message
        for message in _in_the_code()
        if (entry := spanish.get(message if isinstance(message, str) else message[0])) is None
        or not all([entry.string] if isinstance(entry.string, str) else entry.string)
    ]
    assert missing == [], HOW_TO


def test_no_translation_is_left_over() -> None:
    used = _in_the_code()
    left = [entry.id for entry in written() if entry.id and entry.id not in used]
    assert left == [], HOW_TO


def test_placeholders_are_the_same_in_both_languages() -> None:
    spanish = written()
    wrong = [(entry.id, errors) for entry in spanish if (errors := list(entry.check(spanish)))]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, written())
    assert PO.with_suffix(".mo").read_bytes() == compiled.getvalue(), HOW_TO
