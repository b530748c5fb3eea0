"""The words that go with an export: how to read it, what the law forbids, what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import fill
from uuid import UUID

from catalog.types import ConsentText, Notice
from research.cells import as_text
from research.columns import TABLES, Table

WIDTH = 100
INVENTED = "INVENTED DATA: every person in this export is made up. Do not analyse it as research."


@dataclass(frozen=True)
class Scope:
    """One text that mothers in the export agreed to, and how many of them."""

    text: ConsentText
    mothers: int


@dataclass(frozen=True)
class About:
    """What the covering texts need to know of an export."""

    clinic: UUID
    as_of: datetime
    invented: bool
    notice: Notice
    scopes: Sequence[Scope]


def notice_text(about: About) -> str:
    """NOTICE.txt: the prohibition on redisclosure and a clear explanation of what was agreed."""
    notice = about.notice
    parts = [
        "NOTICE",
        *([INVENTED] if about.invented else []),
        notice.short("en"),
        notice.text("en"),
        f"Source: {notice.source}; text {notice.code}@{notice.version} ({notice.status}).",
        "WHAT WAS AGREED TO",
        "Each mother in this export has agreed, and had not withdrawn when it was made. A mother "
        "who withdraws is left out of every later export.",
        *(_scope(scope) for scope in about.scopes),
        f"Everything the server had received by {as_text(about.as_of)}.",
    ]
    return "\n\n".join(fill(part, WIDTH) if "\n" not in part else part for part in parts) + "\n"


def readme_text(about: About) -> str:
    """README.txt: how to read the files, and how to make them again."""
    as_of = as_text(about.as_of)
    parts = [
        "ANSWERS AND SCORES OF ONE CLINIC'S CONSENTING MOTHERS",
        *([INVENTED] if about.invented else []),
        f"Clinic {about.clinic}. As of {as_of}. Read NOTICE.txt before you pass anything on.",
        "The same bytes again, on the server, while the same consents hold and with the same zlib:",
        f"    manage.py export --clinic {about.clinic} --as-of {as_of} --out export.zip",
        *HOW_TO_READ,
        *(_table(table) for table in TABLES),
    ]
    return "\n\n".join(fill(part, WIDTH) if "\n" not in part else part for part in parts) + "\n"


HOW_TO_READ = (
    "Files are UTF-8, comma-separated with a header line (RFC 4180), with LF line ends. An empty "
    "cell is a value that is not there. SHA256SUMS holds a checksum of each file.",
    "A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line "
    "break, and is not a plain number) has one apostrophe put in front. To undo: where a cell "
    "begins with an apostrophe followed, after any further apostrophes, by one of those, take one "
    "apostrophe away.",
    "What she wrote in her own words is not exported. An answer that only she may see, and a "
    "score made of one, is not exported either: the codebook says which.",
    "Nothing is imputed. A score is there only when every item of its scale was answered. An "
    "answer that arrived late or after its window closed is kept and marked: whether it counts is "
    "yours to decide and to report.",
    "There are no names, but this is not anonymous: exact times, zone, day of pregnancy and how "
    "she asked to be addressed can together point to a person. Keep it as you keep health records.",
    "Questionnaires marked stand_in are our own words, not validated. No cut-off applies to them.",
)


def _scope(scope: Scope) -> str:
    text = scope.text
    lines = [
        f"{scope.mothers} mother(s) agreed to “{text.title('en')}” ({text.code}@{text.version}, "
        f"{text.status}):",
        *(
            fill(
                f"{label}: {text.element(name, 'en')}",
                WIDTH,
                initial_indent="  ",
                subsequent_indent="    ",
            )
            for label, name in _ELEMENTS
        ),
    ]
    return "\n".join(lines)


_ELEMENTS = (
    ("Who discloses", "discloser"),
    ("What", "what"),
    ("To whom", "recipient"),
    ("What for", "purpose"),
    ("Until", "expiry"),
    ("How it ends", "revoke"),
    ("Passing on", "redisclosure"),
)


def _table(table: Table) -> str:
    lines = [f"{table.name}: {table.about}"]
    lines += [f"  {name:<20}{meaning}" for name, meaning in table.columns]
    return "\n".join(lines)
