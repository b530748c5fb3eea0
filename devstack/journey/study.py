"""The researcher's part; everything stored and exported compared with what was typed."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections import Counter
from typing import Any
from urllib.parse import urljoin

from devstack.journey.clinic import Enrolled
from devstack.journey.mother import Phone
from devstack.journey.pages import Browser, expect

PATIENCE = 90.0
Said = tuple[str, str, int | None]
Rows = list[dict[str, str]]


def export(browser: Browser, password: str) -> dict[str, str]:
    """Ask on the page, wait, download; the files of the zip by name."""
    page = browser.get("/research/")
    page = browser.send(page, page.form("clinic"))
    here = page.url
    until = time.monotonic() + PATIENCE
    while (told := browser.api(urljoin(here, "state/")))["state"] in ("owed", "running"):
        expect(time.monotonic() < until, f"the export is not ready after {PATIENCE:.0f} s: {told}")
        time.sleep(0.5)
    page = browser.get(here)
    expect(told["state"] == "done", f"the export ended as {told['state']}: {page.text[:400]}")
    if "/download/" not in page.html:
        page = browser.get(page.link(to="reauthenticate"))
        page = browser.send(page, page.form("password"), password=password)
    file = browser.get(page.link(to="/download/"))
    with zipfile.ZipFile(io.BytesIO(file.body)) as zipped:
        expect(zipped.testzip() is None, "the zip is broken")
        return {name: zipped.read(name).decode() for name in zipped.namelist()}


def compare_api(clinician: Browser, mother: Enrolled, phone: Phone) -> None:
    """Each answer she typed is stored once, and nothing else is."""
    rows = stored(clinician, mother)
    found = Counter((row["administration"], row["item"], _value(row)) for row in rows)
    expect(found == Counter(phone.said), _difference(Counter(phone.said), found, "stored"))
    expect(len({row["uuid"] for row in rows}) == len(rows), "two rows carry the same UUID")


def compare_export(
    clinician: Browser, mother: Enrolled, phone: Phone, files: dict[str, str]
) -> int:
    """Her rows in the CSV are what she typed, the current ones marked; how many there are.

    Her pseudonym is known to nobody: hers are the rows with the moments of her answers.
    """
    rows = stored(clinician, mother)
    known = {row["administration"]: row["instrument"] for row in rows}
    moments = {_moment(row["answered_at"]) for row in rows}
    every = _table(files["answers.csv"])
    names = {row["pseudonym"] for row in every if row["answered_at_utc"] in moments}
    expect(len(names) == 1, f"her answers stand under {len(names)} pseudonyms")
    hers = [row for row in every if row["pseudonym"] in names]
    found = Counter(
        (row["instrument"], row["item"], _number(row["value"]), row["current"]) for row in hers
    )
    _compare_marks(rows, hers)
    typed = Counter(
        (known[administration], item, value, str(int(last)))
        for (administration, item, value), last in _with_last(phone.said)
    )
    expect(found == typed, _difference(typed, found, "exported"))
    _compare_scores(
        clinician, mother, [row for row in _table(files["scores.csv"]) if row["pseudonym"] in names]
    )
    _look_for_her(mother, files)
    return len(hers)


def stored(clinician: Browser, mother: Enrolled) -> list[dict[str, Any]]:
    """Her answers as the API gives them."""
    rows: list[dict[str, Any]] = clinician.api(f"{mother.api}answers/?limit=1000")["results"]
    return rows


def _compare_scores(clinician: Browser, mother: Enrolled, exported: Rows) -> None:
    shown = clinician.api(f"{mother.api}scores/?limit=1000")["results"]
    on_page = Counter((row["instrument"], row["scale"], _decimal(row["value"])) for row in shown)
    in_file = Counter((row["instrument"], row["scale"], _decimal(row["value"])) for row in exported)
    expect(on_page == in_file, _difference(on_page, in_file, "exported as score"))
    expect(any(value for _i, _s, value in in_file), "no score came out of complete answers")


def _compare_marks(rows: list[dict[str, Any]], exported: Rows) -> None:
    """What stands beside the values is what is stored beside them."""
    in_base = Counter(
        (row["item"], row["language"], row["timing"], row["declined"], _moment(row["received_at"]))
        for row in rows
    )
    in_file = Counter(
        (
            row["item"],
            row["language"],
            row["timing"],
            row["missing"] == "declined",
            row["received_at_utc"],
        )
        for row in exported
    )
    expect(in_base == in_file, _difference(in_base, in_file, "exported beside the values"))


def _look_for_her(mother: Enrolled, files: dict[str, str]) -> None:
    everything = "".join(files.values())
    for hers in (mother.uuid, mother.email, "Journey Invented"):
        expect(hers not in everything, f"the export holds {hers}")
    expect("42 CFR part 2" in files["NOTICE.txt"], "the export carries no notice")


def _with_last(said: list[Said]) -> list[tuple[Said, bool]]:
    last = {(administration, item): place for place, (administration, item, _v) in enumerate(said)}
    return [(one, last[one[0], one[1]] == place) for place, one in enumerate(said)]


def _table(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _value(row: dict[str, Any]) -> int | None:
    expect(row["declined"] == (row["number"] is None), f"half an answer is stored: {row}")
    return int(row["number"]) if row["number"] is not None else None


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _decimal(value: Any) -> float | None:
    return float(value) if value not in (None, "") else None


def _moment(text: str) -> str:
    """As the export writes it: microseconds, always."""
    whole, _, rest = text.removesuffix("Z").partition(".")
    return f"{whole}.{rest:0<6}Z"


def _difference(typed: Counter, found: Counter, how: str) -> str:
    return f"typed but not {how}: {dict(typed - found)}; {how} but not typed: {dict(found - typed)}"
