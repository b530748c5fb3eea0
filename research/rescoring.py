"""The scores of a stored export, worked out again from the answers beside them."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from catalog.models import ContentVersion
from catalog.types import Instrument
from measures.scoring import NOT_ASKED
from measures.services.rescoring import Difference, compared
from research.models import ExportFile

Key = tuple[str, str, str, str]


def rescore_file(file: ExportFile) -> Iterator[Difference]:
    """Every score of one export against the answers in it, item by item.

    The file does not say which items were put to her: where it says that one was not asked, there
    is nothing to work out.
    """
    with zipfile.ZipFile(io.BytesIO(file.body)) as whole:
        said = _answers(whole)
        for row in _rows(whole, "scores.csv"):
            content = _content(row["instrument"], row["version"])
            if content is None or row["absent"] == NOT_ASKED:
                continue
            found = (Decimal(row["value"]) if row["value"] else None, row["absent"] or None)
            where = f"{file.name} {row['pseudonym']} {row['administration']}"
            scale = content.scale(row["scale"])
            yield from compared(where, content, scale, said[_key(row)], content.items, found)


def _answers(whole: zipfile.ZipFile) -> dict[Key, dict[str, int | None]]:
    """The current answers by administration; what has no number and was not declined is text."""
    said: dict[Key, dict[str, int | None]] = defaultdict(dict)
    for row in _rows(whole, "answers.csv"):
        if row["current"] == "1" and (row["value"] or row["missing"] == "declined"):
            said[_key(row)][row["item"]] = int(row["value"]) if row["value"] else None
    return said


def _rows(whole: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with whole.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def _key(row: dict[str, str]) -> Key:
    return row["pseudonym"], row["instrument"], row["version"], row["administration"]


def _content(code: str, version: str) -> Instrument | None:
    found = ContentVersion.objects.filter(kind="instrument", code=code, version=version).first()
    return found.content if found else None
