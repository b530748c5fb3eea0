"""Rows and codebook of an instrument with everything in it: what leaves and what never does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.text import Text
from catalog.types import Instrument, Item, Needs, Scale
from research.codebook import codebook_rows
from research.columns import ANSWERS, CODEBOOK, SCORES
from research.rows import Given, Stored, answer_rows, score_rows

AT = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
WORDS = Text({"en": {"any": "How?", "with_baby": "How are you two?"}})

OPEN = Item("open", "scale", "clinic", minimum=0, maximum=10, prompts=WORDS)
COUNTED = Item("counted", "scale", "only_counts", minimum=0, maximum=10)
HERS = Item("hers", "scale", "only_me", minimum=0, maximum=10)
WRITTEN = Item("written", "text", "clinic", max_length=200)

INSTRUMENT = Instrument(
    code="mixed",
    version="1",
    status="draft",
    languages=("en",),
    stand_in=False,
    licence="ours",
    source="a test",
    for_addressed=(),
    items=(OPEN, COUNTED, HERS, WRITTEN),
    scales=(
        Scale("all_open", "sum", ("open",), (), 0, 10, "a test"),
        Scale("with_hers", "sum", ("open", "hers"), (), 0, 20, "a test"),
    ),
)
GIVEN = Given(
    pk=1,
    pseudonym="BCDFGHJKMN",
    instrument=INSTRUMENT,
    structure_hash="0" * 64,
    wording_hashes={"en": "1" * 64},
    number=1,
    occurrence=None,
    addressed=[(AT, "expecting"), (AT + timedelta(hours=2), "with_baby")],
    started_at=AT,
)


def said(item: str, value: int | None, *, receipt: int = 1, minutes: int = 1, **changes) -> Stored:
    at = AT + timedelta(minutes=minutes)
    one = Stored(
        item=item,
        value=value,
        declined=False,
        answered_at=at,
        sequence=None,
        receipt=receipt,
        language="en",
        timing="in_time",
        received_at=at,
        zone="America/New_York",
        offset_minutes=-300,
        gestational_day=None,
        infant_day=3,
        anchor="birth",
        anchor_revision=2,
    )
    return replace(one, **changes)


EVERY = [said("written", None), said("hers", 4), said("counted", 3), said("open", 7)]


def answers(*given: Stored) -> list[dict]:
    return [dict(zip(ANSWERS.header, row, strict=True)) for row in answer_rows(GIVEN, given)]


def test_what_is_only_hers_or_only_counted_never_leaves():
    assert [row["item"] for row in answers(*EVERY)] == ["open", "written"]


def test_free_text_is_marked_and_not_there():
    (row,) = answers(said("written", None))
    assert (row["value"], row["label"], row["missing"]) == (None, None, "text_not_exported")


def test_a_declined_text_is_declined():
    (row,) = answers(said("written", None, declined=True))
    assert row["missing"] == "declined"


def test_a_score_made_of_a_withheld_item_is_withheld():
    rows = [
        dict(zip(SCORES.header, row, strict=True))
        for row in score_rows(GIVEN, EVERY, as_of=AT + timedelta(hours=1))
    ]
    assert [(row["scale"], row["value"]) for row in rows] == [("all_open", 7)]


def test_said_last_holds_though_it_arrived_first():
    late = said("open", 2, receipt=9, minutes=1)
    last = said("open", 8, receipt=1, minutes=30)
    assert [(row["value"], row["current"]) for row in answers(late, last)] == [
        (2, False),
        (8, True),
    ]


@pytest.mark.parametrize(
    ("minutes", "how"), [(-5, "expecting"), (5, "expecting"), (121, "with_baby")]
)
def test_the_wording_is_the_one_of_that_moment(minutes, how):
    (row,) = answers(said("open", 1, minutes=minutes))
    assert row["addressed"] == how


def test_the_codebook_says_what_leaves():
    rows = [dict(zip(CODEBOOK.header, row, strict=True)) for row in codebook_rows(INSTRUMENT)]
    assert {row["code"]: row["exported"] for row in rows} == {
        "open": "values",
        "counted": "never",
        "hers": "never",
        "written": "marked_only",
        "all_open": "values",
        "with_hers": "never",
    }
    assert rows[0]["variants_en"] == "with_baby: How are you two?"


KEYED = replace(
    INSTRUMENT,
    items=(
        OPEN,
        replace(OPEN, code="more", needs=Needs("open", (1, 2))),
        replace(OPEN, code="third"),
    ),
    scales=(
        Scale(
            "half",
            "sum",
            ("open", "more"),
            (),
            0,
            20,
            "a test",
            recode={"open": "steps"},
            weights={"more": Decimal(2)},
            multiply=Decimal("0.5"),
        ),
        Scale("two", "mean", ("open", "third"), (), 0, 10, "a test"),
    ),
    tables={"steps": {value: Decimal(value) / 2 for value in range(11)}},
    order="printed",
)


def scored(*every: Stored, given=GIVEN):
    rows = score_rows(replace(given, instrument=KEYED), every, as_of=AT + timedelta(hours=1))
    return {
        row["scale"]: row for row in (dict(zip(SCORES.header, row, strict=True)) for row in rows)
    }


def test_a_score_says_how_it_came_about():
    found = scored(said("open", 1), said("more", 3, receipt=2))
    half, two = found["half"], found["two"]
    assert half["value"] == Decimal("3.25")  # (0.5 + 2 * 3) * 0.5
    assert (half["answered"], half["of"], half["imputed"], half["scorer"]) == (2, 2, False, "2")
    assert (two["value"], two["absent"], two["answered"], two["of"]) == (None, "missing_item", 1, 2)


def test_what_was_not_put_to_her_is_read_as_it_was_known_then():
    known = replace(GIVEN, not_asked=[(AT, {}), (AT + timedelta(hours=2), {"third": "block"})])
    assert scored(said("open", 1), given=known)["two"]["absent"] == "missing_item"
    known = replace(GIVEN, not_asked=[(AT, {"third": "block"})])
    assert scored(said("open", 1), given=known)["two"]["absent"] == "not_asked"
    assert scored(said("open", 3), given=known)["half"]["absent"] == "condition"


def test_the_codebook_says_what_each_answer_counts():
    rows = {
        row["code"]: row
        for row in (dict(zip(CODEBOOK.header, row, strict=True)) for row in codebook_rows(KEYED))
    }
    assert rows["more"]["needs"] == "open=1|2"
    assert rows["half"]["recode"].startswith("open: 0=0 1=0.5 2=1 3=1.5")
    assert (rows["half"]["weights"], rows["half"]["multiply"]) == ("more=2", Decimal("0.5"))
    assert rows["half"]["missing_codes"] == "missing_item|declined|not_asked|condition"
    assert (rows["two"]["recode"], rows["two"]["multiply"], rows["two"]["order"]) == (
        "",
        None,
        "printed",
    )
