"""The export as one file: same clinic, same `as_of`, same consents, same bytes.

Whatever could differ between two makings is fixed: order of rows, times and rights in the zip,
the versions of the covering texts (those released by `as_of`). Nothing names who asked, or when.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from catalog.models import ContentVersion
from kernel.errors import BadInput
from people.models import Clinic, Consent
from research.cells import csv_line
from research.codebook import codebook_rows
from research.columns import (
    ANSWERS,
    CODEBOOK,
    COURSES,
    MOMENTS,
    PRACTICES,
    RESULTS,
    SCORES,
    TABLES,
    USE_DAYS,
    Table,
)
from research.courses import course_rows
from research.moments import moment_rows
from research.notice import About, Scope, notice_text, readme_text
from research.practices import practice_rows
from research.recorded import result_instruments, result_rows, use_day_rows
from research.records import BATCH, batches, instruments_in

NOTICE_CODE = "redisclosure"
# The earliest moment a zip can hold.
NO_TIME = (1980, 1, 1, 0, 0, 0)
ORDER = ("README.txt", "NOTICE.txt", *(table.name for table in TABLES))


def build(
    *,
    clinic: Clinic,
    consents: list[Consent],
    codes: Mapping[int, str],
    as_of: datetime,
    progress: Callable[[int], None],
) -> bytes:
    """The zip. `progress` is called with the number of answers read so far, after each batch.

    The tables are written to disk as they are read; only the finished, compressed file is held.
    """
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        place = Path(folder)
        _write_tables(place, codes, as_of, progress)
        _write_rows(place, RESULTS, result_rows, codes, as_of)
        _write_rows(place, USE_DAYS, use_day_rows, codes, as_of)
        _write_rows(place, PRACTICES, practice_rows, codes, as_of)
        _write_rows(place, MOMENTS, moment_rows, codes, as_of)
        _write_rows(place, COURSES, course_rows, codes, as_of)
        _write_codebook(place, codes, as_of)
        about = _about(clinic, consents, as_of)
        _write(place / "NOTICE.txt", notice_text(about))
        _write(place / "README.txt", readme_text(about))
        return _zipped(place)


def file_name(clinic: Clinic, as_of: datetime) -> str:
    """Says that it is invented when it is, and nothing about the clinic."""
    mark = "INVENTED-" if clinic.is_synthetic else ""
    return f"{mark}answers-{as_of:%Y%m%dT%H%M%SZ}.zip"


def _write_tables(
    place: Path, codes: Mapping[int, str], as_of: datetime, progress: Callable[[int], None]
) -> None:
    read = 0
    with _opened(place / ANSWERS.name) as answers, _opened(place / SCORES.name) as scores:
        answers.write(csv_line(ANSWERS.header))
        scores.write(csv_line(SCORES.header))
        for batch in batches(codes, as_of=as_of):
            answers.writelines(map(csv_line, batch.answers))
            scores.writelines(map(csv_line, batch.scores))
            read += batch.read
            progress(read)


def _write_rows(
    place: Path, table: Table, rows_of: Callable, codes: Mapping[int, str], as_of: datetime
) -> None:
    mothers = sorted(codes, key=lambda pk: codes[pk])
    with _opened(place / table.name) as file:
        file.write(csv_line(table.header))
        for start in range(0, len(mothers), BATCH):
            rows = rows_of(mothers[start : start + BATCH], codes, as_of=as_of)
            file.writelines(map(csv_line, rows))


def _write_codebook(place: Path, codes: Mapping[int, str], as_of: datetime) -> None:
    with _opened(place / CODEBOOK.name) as codebook:
        codebook.write(csv_line(CODEBOOK.header))
        mothers = list(codes)
        answered = instruments_in(mothers, as_of=as_of)
        for release in [*answered, *result_instruments(mothers, as_of=as_of)]:
            codebook.writelines(map(csv_line, codebook_rows(release.content)))


def _about(clinic: Clinic, consents: list[Consent], as_of: datetime) -> About:
    counts = Counter(consent.text_id for consent in consents)
    texts = ContentVersion.objects.filter(pk__in=counts).order_by("code", "pk")
    return About(
        clinic=clinic.public_id,
        as_of=as_of,
        invented=clinic.is_synthetic,
        notice=_notice(as_of).content,
        scopes=[Scope(text.content, counts[text.pk]) for text in texts],
    )


def _notice(as_of: datetime) -> ContentVersion:
    """The newest notice there was at `as_of` (the first one, for data older than any)."""
    every = ContentVersion.objects.filter(kind="notice", code=NOTICE_CODE)
    known = every.filter(registered_at__lte=as_of).order_by("-pk").first()
    notice = known or every.order_by("pk").first()
    if notice is None:
        raise BadInput(
            f"There is no released notice “{NOTICE_CODE}”, and nothing leaves without one.",
            code="unknown_content",
        )
    return notice


def _zipped(place: Path) -> bytes:
    sums = "".join(f"{_sha256(place / name)}  {name}\n" for name in ORDER)
    _write(place / "SHA256SUMS", sums)
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name in (*ORDER, "SHA256SUMS"):
                _add(zipped, place / name)
        whole.seek(0)
        return whole.read()


def _add(zipped: zipfile.ZipFile, path: Path) -> None:
    entry = zipfile.ZipInfo(path.name, NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100600 << 16
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, zipped.open(entry, "w") as target:
        while chunk := source.read(1 << 16):
            target.write(chunk)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")
