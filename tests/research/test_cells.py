"""Cells: RFC 4180 there and back, and nothing a spreadsheet would run."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from research.cells import csv_line, restored, safe


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_formula_gets_an_apostrophe(start):
    assert safe(f"{start}1+cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("number", ["-5", "+3", "0", "-0.25", "12.50"])
def test_a_plain_number_stays_a_number(number):
    assert safe(number) == number


@given(st.text())
@example("'=1")
@example("''-2")
@example("-5")
@example("'")
def test_what_was_done_can_be_undone(text):
    assert restored(safe(text)) == text


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    cell = safe(text)
    try:
        float(cell)
    except ValueError:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\0")), min_size=2, max_size=6))
def test_a_line_reads_back_as_it_was(cells):
    line = csv_line(cells)
    read = next(csv.reader(io.StringIO(line, newline="")))
    assert [restored(cell) for cell in read] == cells


def test_instants_numbers_and_nothing():
    at = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
    line = csv_line([at, at.replace(tzinfo=None), Decimal("2.50"), None, True, -3])
    assert line == "2026-11-18T17:00:00.000000Z,2026-11-18T17:00:00.000000,2.50,,1,-3\n"
