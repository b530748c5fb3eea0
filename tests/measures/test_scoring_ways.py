"""Tables, weights, conditions, proration, bands and reliable change, on small keys of our own."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import ContentVersion
from catalog.text import Text
from catalog.types import Band, Change, Choice, CutOffs, Item, Missing, Needs, Scale
from measures.conditions import applying
from measures.oracle import agrees, oracle
from measures.scoring import (
    CONDITION,
    DECLINED,
    MISSING_ITEM,
    NOT_ASKED,
    SCORER_VERSION,
    Score,
    band_of,
    reliable_change,
    score,
)
from tests.cast import NOW

CODES = ("a", "b", "c", "d", "e")
ITEMS = tuple(
    Item(code, "choice", "clinic", choices=tuple(Choice(value) for value in range(4)))
    for code in CODES
)
TABLES = {
    "halves": {0: Decimal("0.5"), 1: Decimal(1), 2: Decimal("2.3"), 3: Decimal("3.6")},
    "no": {0: Decimal(0), 1: Decimal(0), 2: Decimal(1), 3: Decimal(1)},
}
KEY = Scale("s", "sum", CODES, (), 0, 15, "a test")
WHOLE = dict(zip(CODES, (0, 1, 2, 3, 3), strict=True))
PRORATED = replace(KEY, missing=Missing("prorate", 2, "a source", "C"))


def found(scale=KEY, values=WHOLE, items=ITEMS, **ways) -> Score:
    return score(scale, values, items, tables=TABLES, **ways)


def without(*codes):
    return {code: value for code, value in WHOLE.items() if code not in codes}


def test_a_score_says_how_it_came_about():
    assert found() == Score("s", Decimal(9), None, 5, 5, False, SCORER_VERSION)


def test_an_answer_is_read_through_its_table():
    assert found(replace(KEY, recode={"c": "halves", "d": "no"})).value == Decimal("7.3")


def test_what_comes_out_of_a_table_is_turned_round_in_its_own_range():
    """0.5 + 3.6 - 2.3, and not 3 - 2 read through the table."""
    turned = replace(KEY, recode={"c": "halves"}, reverse=("c",))
    assert found(turned).value == Decimal("8.8")


def test_a_weight_counts_an_item_so_many_times():
    assert found(replace(KEY, weights={"c": Decimal(2), "d": Decimal("-1")})).value == 5


def test_a_result_is_multiplied_last():
    assert found(replace(KEY, multiply=Decimal(2), reverse=("a",))).value == 24
    mean = replace(KEY, rule="mean", multiply=Decimal(2), places=1)
    assert str(found(mean).value) == "3.6"


def test_a_mean_has_the_places_its_key_says():
    assert str(found(replace(KEY, rule="mean", places=0)).value) == "2"
    assert str(found(replace(KEY, rule="mean", places=4)).value) == "1.8000"


# --- conditions


WAITS = (
    *ITEMS[:1],
    replace(ITEMS[1], needs=Needs("a", (1, 2))),
    replace(ITEMS[2], needs=Needs("b", (3,))),
    *ITEMS[3:],
)


def codes(items) -> str:
    return "".join(item.code for item in items)


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, "ade"),
        ({"a": 0}, "ade"),
        ({"a": 1}, "abde"),
        ({"a": 2, "b": 3}, "abcde"),
        ({"a": None}, "ade"),
        # her answer to b stays, but b is not asked any more: what waits for it is not either
        ({"a": 0, "b": 3}, "ade"),
    ],
)
def test_an_item_is_asked_while_its_condition_is_met(values, asked):
    assert codes(applying(WAITS, values)) == asked


def test_an_answer_that_left_with_its_question_is_not_scored():
    values = WHOLE | {"a": 0, "b": 3}
    assert found(values=values, items=WAITS).absent == CONDITION
    assert found(replace(KEY, items=("a", "d", "e")), values, WAITS).value == 6


def test_reasons_come_in_the_order_of_what_more_answers_would_cure():
    none = {"a": 0, "d": None}
    assert found(values=none, items=WAITS[:4]).absent == NOT_ASKED
    assert found(values=none, items=WAITS).absent == CONDITION
    assert found(values={"a": 1, "b": 3, "d": None}, items=WAITS).absent == DECLINED
    assert found(values={"a": 1, "b": 3}, items=WAITS).absent == MISSING_ITEM
    counted = found(values={"a": 0, "b": 3, "d": None}, items=WAITS)
    assert (counted.answered, counted.of) == (1, 5)


# --- what is missing


def test_without_a_rule_of_the_key_nothing_is_made_good():
    assert found(values=without("a"), prorate=True).absent == MISSING_ITEM
    complete = replace(KEY, missing=Missing("complete", 2))
    assert found(complete, without("a"), prorate=True).absent == MISSING_ITEM


def test_without_being_asked_nothing_is_made_good():
    assert found(PRORATED, without("a")).absent == MISSING_ITEM


def test_what_is_made_good_says_so():
    """1 + 2 + 3 over three items, five times: 2 for each that is missing."""
    one = found(PRORATED, without("a", "e"), prorate=True)
    assert (one.value, one.imputed, one.answered, one.of) == (Decimal(10), True, 3, 5)
    declined = found(PRORATED, without("a") | {"a": None, "e": None}, prorate=True)
    assert (declined.value, declined.imputed) == (Decimal(10), True)


def test_a_whole_answer_is_never_called_imputed():
    assert found(PRORATED, prorate=True) == found()


def test_no_more_is_made_good_than_the_key_says():
    assert found(PRORATED, without("a", "b", "c"), prorate=True).absent == MISSING_ITEM


def test_what_was_not_put_to_her_is_not_made_good():
    assert found(PRORATED, without("a"), ITEMS[1:], prorate=True).absent == NOT_ASKED
    waits = (*ITEMS[:4], replace(ITEMS[4], needs=Needs("a", (3,))))
    assert found(PRORATED, without("e"), waits, prorate=True).absent == CONDITION


def test_an_item_a_safety_rule_watches_is_never_made_good():
    watched = (replace(ITEMS[0], safety_rule="own-harm"), *ITEMS[1:])
    assert found(PRORATED, without("a"), watched, prorate=True).absent == MISSING_ITEM
    assert found(PRORATED, without("b"), watched, prorate=True).imputed


def test_an_item_made_good_counts_its_weight():
    """c is 2, d and e are 3: 8/3 for a and b, a twice: 2 × 8/3 + 8/3 + 8 = 16."""
    weighed = replace(PRORATED, weights={"a": Decimal(2)})
    assert found(weighed, without("a", "b"), prorate=True).value == Decimal("16.00")


def test_a_mean_made_good_is_the_mean_of_what_is_there():
    mean = replace(PRORATED, rule="mean")
    assert found(mean, without("a"), prorate=True).value == Decimal("2.25")


@given(st.dictionaries(st.sampled_from(CODES), st.none() | st.integers(0, 3)), st.booleans())
def test_made_good_or_not_it_stays_in_its_range(values, prorate):
    one = found(PRORATED, values, prorate=prorate)
    assert one.value is None or 0 <= one.value <= 15
    assert (one.value is None) == (one.absent is not None)
    lacking = sum(values.get(code) is None for code in CODES)
    assert (one.value is not None) == (lacking == 0 or (prorate and lacking <= 2))
    assert one.imputed == (one.value is not None and lacking > 0)


@given(
    st.dictionaries(st.sampled_from(CODES), st.none() | st.integers(0, 3)),
    st.sets(st.sampled_from(CODES)),
    st.dictionaries(st.sampled_from(CODES), st.sampled_from(sorted(TABLES))),
    st.sampled_from(["sum", "mean"]),
    st.sampled_from([Decimal(1), Decimal(2), Decimal("0.5")]),
)
def test_the_second_scorer_agrees(values, reverse, recode, rule, multiply):
    weights = {"a": Decimal("-1.5")} if rule == "sum" else {}
    scale = replace(
        KEY,
        rule=rule,
        reverse=tuple(reverse),
        recode=recode,
        weights=weights,
        multiply=multiply,
    )
    one = found(scale, values, WAITS)
    exact, why = oracle(scale, values, WAITS, TABLES)
    assert agrees(scale, one.value, one.absent, exact, why)


# --- bands and change


SET = CutOffs(
    "doe",
    "mothers",
    "Doe 2001",
    "V",
    tuple(Band(Decimal(bar), Text({"en": {"any": bar}})) for bar in ("0", "10", "12.8")),
)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("0", "0"),
        ("9.99", "0"),
        ("10", "10"),
        ("12.7", "10"),
        ("12.8", "12.8"),
        ("40", "12.8"),
    ],
)
def test_a_value_falls_in_the_highest_band_it_reaches(value, says):
    assert band_of(SET, Decimal(value)).says("en") == says


def test_below_the_lowest_band_and_without_a_value_there_is_none():
    assert band_of(replace(SET, bands=SET.bands[1:]), Decimal(9)) is None
    assert band_of(SET, None) is None


def test_the_order_in_which_bands_are_written_does_not_matter():
    assert band_of(replace(SET, bands=SET.bands[::-1]), 11).says("en") == "10"


def test_a_float_is_no_score():
    with pytest.raises(TypeError, match="a float is no score"):
        band_of(SET, 18 - 5.2)


@pytest.mark.parametrize(
    ("sd", "r", "expected"),
    [
        ("7.56", "0.91", "6.3"),
        ("6.57", "0.85", "7.1"),
        ("8.1", "0.81", "9.8"),
        ("9.1", "0.81", "11.0"),
        ("9.3", "0.81", "11.2"),
        ("8.0", "0.85", "8.6"),
        ("8.0", "0.55", "14.9"),
        ("5.48", "0.88", "5.3"),
    ],
)
def test_a_reliable_change_follows_from_sd_and_r(sd, r, expected):
    change = Change("a source", "V", sd=Decimal(sd), r=Decimal(r), retest_days=14, sample="some")
    assert str(reliable_change(change)) == expected


def test_a_published_change_is_the_value_published():
    assert reliable_change(Change("a source", "V", value=Decimal("4"))) == 4


def test_a_change_that_rests_on_nothing_is_refused():
    with pytest.raises(ValueError, match="SD and r"):
        reliable_change(Change("a source", "V", sd=Decimal(1)))


# --- whatever path a stand-in came by


@pytest.mark.parametrize("change", [{"stand_in": True}, {"wording": "own"}])
def test_a_copy_of_a_key_in_the_database_has_no_figures_in_words_of_ours(db, change):
    published = ContentVersion.objects.get(kind="instrument", code="epds")
    assert published.content.scale("total").cut_offs
    body = {**published.body, "structure": {**published.body["structure"], **change}}
    copy = ContentVersion.objects.create(
        kind="instrument",
        code="standin-epds",
        version="99",
        status="draft",
        structure_hash="0" * 64,
        wording_hashes=published.wording_hashes,
        body=body,
        registered_at=NOW,
    )
    total = copy.content.scale("total")
    assert (total.cut_offs, total.changes, total.norms) == ((), (), ())
    assert copy.content.loinc is None
