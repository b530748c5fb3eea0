"""Every shipped key against answers worked by hand, straight lines, traps, and a second scorer.

The hand work stands beside each case: what an answer counts after turning round, item by item.
"""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.loader import load
from catalog.types import Instrument
from measures.oracle import agrees, oracle
from measures.scoring import CONDITION, DECLINED, MISSING_ITEM, reliable_change, score

CONTENT = Path(__file__).resolve().parents[2] / "content"


@cache
def shipped() -> dict[str, Instrument]:
    """Every questionnaire in the repository by code; the newest version."""
    library = load([CONTENT], CONTENT / "schemas")
    assert [one for one in library.errors if one.file.startswith("instruments")] == []
    return {one.code: one for one in library.versions("instrument")}


KEYS = sorted(code for code, one in shipped().items() if one.wording == "none" and one.scales)
SCORED = sorted(code for code, one in shipped().items() if one.scales)


def scores(code: str, values: dict[str, int | None], **ways) -> dict[str, Decimal | None]:
    one = shipped()[code]
    return {
        scale.code: score(scale, values, one.items, tables=one.tables, **ways).value
        for scale in one.scales
    }


def answers(code: str, digits: str) -> dict[str, int]:
    """One digit an item, in the order of the key: i1, i2, …"""
    codes = [item.code for item in shipped()[code].items]
    assert codes == [f"i{number}" for number in range(1, len(codes) + 1)]
    return dict(zip(codes, map(int, digits), strict=True))


def line(code: str, value: int) -> dict[str, int]:
    return {item.code: value for item in shipped()[code].items}


def place(code: str, index: int) -> dict[str, int]:
    """The same place on the page throughout: 0 is the first answer listed, -1 the last."""
    return {item.code: item.values[index] for item in shipped()[code].items}


def said(**values: str) -> dict[str, Decimal]:
    return {scale: Decimal(value) for scale, value in values.items()}


# --- golden cases: two straight lines and one of all sorts (at least) for each scale

GOLDEN = [
    # reversed 4, 5, 7, 8: 0 counts 4 there and 4 counts 0
    ("perceived-stress-10", "0" * 10, said(total="16")),
    ("perceived-stress-10", "4" * 10, said(total="24")),
    # 1 2 3 (4→0) (0→4) 1 (2→2) (3→1) 4 0
    ("perceived-stress-10", "1234012340", said(total="18")),
    # reversed 4, 5, 6, 7, 9, 10, 13
    ("perceived-stress-14", "0" * 14, said(total="28")),
    ("perceived-stress-14", "4" * 14, said(total="28")),
    # 0 1 2 (3→1) (4→0) (0→4) (1→3) 2 (3→1) (4→0) 0 1 (2→2) 3
    ("perceived-stress-14", "01234012340123", said(total="20")),
    # reversed 2, 3
    ("perceived-stress-4", "0000", said(total="8")),
    ("perceived-stress-4", "4444", said(total="8")),
    # 4 (1→3) (0→4) 3
    ("perceived-stress-4", "4103", said(total="14")),
    ("dass-21", "0" * 21, said(depression="0", anxiety="0", stress="0")),
    # seven threes, twice
    ("dass-21", "3" * 21, said(depression="42", anxiety="42", stress="42")),
    # D 3,5,10,13,16,17,21: 2 0 1 0 3 0 0 = 6; A 2,4,7,9,15,19,20: 1 3 2 0 2 2 3 = 13;
    # S 1,6,8,11,12,14,18: 0 1 3 2 3 1 1 = 11; each twice
    ("dass-21", "012301230123012301230", said(depression="12", anxiety="26", stress="22")),
    ("phq-9", "0" * 9, said(total="0")),
    ("phq-9", "3" * 9, said(total="27")),
    ("phq-9", "012301230", said(total="12")),
    ("gad-7", "0" * 7, said(total="0")),
    ("gad-7", "3" * 7, said(total="21")),
    ("gad-7", "1230123", said(total="12")),
    # by meaning: 3 is always the most
    ("epds", "0" * 10, said(total="0")),
    ("epds", "3" * 10, said(total="30")),
    ("epds", "0123012301", said(total="13")),
    # reversed 1, 2, 5, 6, 7, 8, 17, 18
    ("parental-stress-18", "1" * 18, said(total="50")),
    ("parental-stress-18", "3" * 18, said(total="54")),
    ("parental-stress-18", "5" * 18, said(total="58")),
    # (1→5) (2→4) 3 4 (5→1) (1→5) (2→4) (3→3) 4 5 1 2 3 4 5 1 (2→4) (3→3)
    ("parental-stress-18", "123451234512345123", said(total="61")),
    ("karitane-15", "0" * 15, said(total="0")),
    ("karitane-15", "3" * 15, said(total="45")),
    # thirteen threes; “not applicable” on 1 and 9 counts 2
    ("karitane-15", "933333339333333", said(total="43")),
    # (9→2) 0 1 2 3 0 1 2 3 0 1 2 3 0 1
    ("karitane-15", "901230123012301", said(total="21")),
    # “always” is 5; reversed 1, 4, 8, 9, 11, 16, 22, 25: of the factors 4, 2, 2 and 0 of them
    (
        "postpartum-bonding-25",
        "5" * 25,
        said(total="85", factor_1="40", factor_2="25", factor_3="10", factor_4="10"),
    ),
    (
        "postpartum-bonding-25",
        "0" * 25,
        said(total="40", factor_1="20", factor_2="10", factor_3="10", factor_4="0"),
    ),
    # F1 1,2,6,7,8,9,10,12,13,15,16,17: (0→5) 1 5 0 (1→4) (2→3) 3 5 0 2 (3→2) 4 = 34
    # F2 3,4,5,11,14,21,23: 2 (3→2) 4 (4→1) 1 2 4 = 16; F3 19,20,22,25: 0 1 (3→2) (0→5) = 8
    # F4 18,24: 5 5 = 10
    (
        "postpartum-bonding-25",
        "0123450123450123450123450",
        said(total="68", factor_1="34", factor_2="16", factor_3="8", factor_4="10"),
    ),
    ("maternal-antenatal-attachment-19", "1" * 19, said(total="19", quality="10", time="8")),
    ("maternal-antenatal-attachment-19", "5" * 19, said(total="95", quality="50", time="40")),
    # quality 3,6,9,10,11,12,13,15,16,19: 3 1 4 5 1 2 3 5 1 4 = 29
    # time 1,2,4,5,8,14,17,18: 1 2 4 5 3 4 2 3 = 24; item 7 (2) in the total only
    (
        "maternal-antenatal-attachment-19",
        "1234512345123451234",
        said(total="55", quality="29", time="24"),
    ),
    (
        "maternal-postnatal-attachment-19",
        "1" * 19,
        said(total="19", quality="9", no_hostility="5", pleasure="5"),
    ),
    # the second answer: 2 of five, 2.3 of four, 3 of three, 5 of two
    # quality 3,4,5,6,7,10,14,18,19: 2 + 7 × 2.3 + 3 = 21.1; hostility 1,2,15,16,17: 4 + 3 × 2.3
    # pleasure 8,9,11,12,13: 5 2 2 5 2
    (
        "maternal-postnatal-attachment-19",
        "2" * 19,
        said(total="48", quality="21.1", no_hostility="10.9", pleasure="16"),
    ),
    # the highest answers: five fives, nine of four, one of three, two of two
    (
        "maternal-postnatal-attachment-19",
        "5554444254525344444",
        said(total="95", quality="45", no_hostility="25", pleasure="25"),
    ),
    # 3 is “very much”; reversed 1, 4, 6
    ("mother-infant-bonding-8", "3" * 8, said(total="15")),
    ("mother-infant-bonding-8", "0" * 8, said(total="9")),
    # (0→3) 1 2 (3→0) 0 (1→2) 2 3
    ("mother-infant-bonding-8", "01230123", said(total="13")),
    # reversed 11 and 18
    (
        "parental-reflective-functioning-18",
        "1" * 18,
        said(pre_mentalizing="1", certainty="2", interest="2"),
    ),
    (
        "parental-reflective-functioning-18",
        "7" * 18,
        said(pre_mentalizing="7", certainty="6", interest="6"),
    ),
    # PM 1,4,7,10,13,16: 1 4 7 3 6 2 = 23; CM 2,5,8,11,14,17: 2 5 1 (4→4) 7 3 = 22
    # IC 3,6,9,12,15,18: 3 6 2 5 1 (4→4) = 21; each over 6
    (
        "parental-reflective-functioning-18",
        "123456712345671234",
        said(pre_mentalizing="3.83", certainty="3.67", interest="3.50"),
    ),
    # reversed 2, 3, 4, 5, 8, 9, 12, 14, 16: they are satisfaction
    (
        "parenting-sense-of-competence-17",
        "1" * 17,
        said(total="62", efficacy="8", satisfaction="54"),
    ),
    (
        "parenting-sense-of-competence-17",
        "6" * 17,
        said(total="57", efficacy="48", satisfaction="9"),
    ),
    # efficacy 1,6,7,10,11,13,15,17: 1 6 1 4 5 1 3 5 = 26
    # satisfaction: (2→5) (3→4) (4→3) (5→2) (2→5) (3→4) (6→1) (2→5) (4→3) = 32
    (
        "parenting-sense-of-competence-17",
        "12345612345612345",
        said(total="58", efficacy="26", satisfaction="32"),
    ),
    # reversed 3, 4, 7, 8, 9, 13, 14
    (
        "ffmq-15",
        "1" * 15,
        said(total="43", observe="3", describe="7", act_aware="15", non_judge="15", non_react="3"),
    ),
    (
        "ffmq-15",
        "5" * 15,
        said(total="47", observe="15", describe="11", act_aware="3", non_judge="3", non_react="15"),
    ),
    # observe 1 1 1; describe 2 (2→4) 2; act 3 3 3 (3→3); judge (4→2) three times; react 5 5 5
    (
        "ffmq-15",
        "123451234512345",
        said(total="41", observe="3", describe="8", act_aware="9", non_judge="6", non_react="15"),
    ),
    ("mindful-attention-15", "1" * 15, said(mean="1")),
    ("mindful-attention-15", "6" * 15, said(mean="6")),
    # 21 + 21 + 6 = 48, over 15
    ("mindful-attention-15", "123456123456123", said(mean="3.20")),
    ("emotion-regulation-10", "1" * 10, said(reappraisal="1", suppression="1")),
    ("emotion-regulation-10", "7" * 10, said(reappraisal="7", suppression="7")),
    # 1,3,5,7,8,10: 1 3 5 7 1 3 = 20 over 6; 2,4,6,9: 2 4 6 2 = 14 over 4
    ("emotion-regulation-10", "1234567123", said(reappraisal="3.33", suppression="3.50")),
    # reversed: every even item
    (
        "savoring-beliefs-24",
        "1" * 24,
        said(total="96", anticipating="32", moment="32", reminiscing="32"),
    ),
    (
        "savoring-beliefs-24",
        "7" * 24,
        said(total="96", anticipating="32", moment="32", reminiscing="32"),
    ),
    # anticipating 1 7 6 5 + (4→4) (3→5) (2→6) (1→7) = 41
    # moment 5 4 3 2 + (2→6) (1→7) (7→1) (6→2) = 30; reminiscing 3 2 1 7 + (6→2) (5→3) (4→4) (3→5)
    (
        "savoring-beliefs-24",
        "123456712345671234567123",
        said(total="98", anticipating="41", moment="30", reminiscing="27"),
    ),
    ("snaith-hamilton-14", "1" * 14, said(total="0")),
    ("snaith-hamilton-14", "4" * 14, said(total="14")),
    # the two kinds of no are 3 and 4: items 3, 4, 7, 8, 11, 12
    ("snaith-hamilton-14", "12341234123412", said(total="6")),
]


@pytest.mark.parametrize(("code", "digits", "expected"), GOLDEN)
def test_a_golden_case(code, digits, expected):
    assert scores(code, answers(code, digits)) == expected


def test_every_scale_has_three_golden_cases():
    held = {code: sum(one == code for one, _, _ in GOLDEN) for code in KEYS}
    assert {code: many for code, many in held.items() if many < 3} == {}
    for code, _, expected in GOLDEN:
        assert set(expected) == {scale.code for scale in shipped()[code].scales}


# --- straight lines by place on the page, where answers are listed in either direction


@pytest.mark.parametrize(
    ("code", "index", "expected"),
    [
        ("epds", 0, said(total="21")),
        ("epds", -1, said(total="9")),
        ("maternal-antenatal-attachment-19", 0, None),
        (
            "maternal-postnatal-attachment-19",
            0,
            said(total="51", quality="21", no_hostility="5", pleasure="25"),
        ),
        (
            "maternal-postnatal-attachment-19",
            -1,
            said(total="63", quality="33", no_hostility="25", pleasure="5"),
        ),
    ],
)
def test_a_straight_line_down_the_page(code, index, expected):
    found = scores(code, place(code, index))
    if expected is None:
        assert found["total"] == 63
    else:
        assert found == expected


# --- the traps of others' scoring code


def test_trap_1_names_that_two_questionnaires_share_are_nobodys():
    assert not {"pss", "pss-10", "maas", "more", "mmore"} & set(shipped())
    pairs = [
        ("perceived-stress-10", "parental-stress-18"),
        ("mindful-attention-15", "maternal-antenatal-attachment-19"),
    ]
    for one, other in pairs:
        assert shipped()[one].scales[0].key != shipped()[other].scales[0].key


def test_trap_2_depression_and_anxiety_are_not_swapped():
    meaningless = line("dass-21", 0) | {"i21": 3}
    assert scores("dass-21", meaningless) == said(depression="6", anxiety="0", stress="0")
    assert scores("dass-21", line("dass-21", 0) | {"i20": 3})["anxiety"] == 6


def test_trap_3_what_is_stored_by_meaning_is_not_turned_round():
    one = shipped()["snaith-hamilton-14"]
    (total,) = one.scales
    assert total.reverse == ()
    listed = {item.code: item.values for item in one.items}
    assert listed["i2"] != listed["i1"]  # printed the other way round
    for item in one.items:
        assert scores("snaith-hamilton-14", line(one.code, 1) | {item.code: 4})["total"] == 1


@pytest.mark.parametrize("code", ["ffmq-15", "emotion-regulation-10"])
def test_trap_4_a_key_is_bound_to_an_order(code):
    assert shipped()[code].order


def test_trap_4_reappraisal_is_not_the_first_six():
    only = line("emotion-regulation-10", 1) | {"i2": 7, "i4": 7, "i6": 7}
    assert scores("emotion-regulation-10", only)["reappraisal"] == 1


def test_trap_5_every_item_has_its_own_direction_and_the_tenth_counts():
    listed = {item.code: item.values[0] for item in shipped()["epds"].items}
    assert [code for code, value in listed.items() if value == 0] == ["i1", "i2", "i4"]
    without = {code: value for code, value in line("epds", 3).items() if code != "i10"}
    assert scores("epds", without) == {"total": None}


def test_trap_6_never_is_nothing_and_cut_offs_of_two_years_are_two_sets():
    assert scores("postpartum-bonding-25", line("postpartum-bonding-25", 0))["factor_4"] == 0
    sets = {one.code: one for one in shipped()["postpartum-bonding-25"].scale("factor_4").cut_offs}
    bars = {code: max(band.at_least for band in one.bands) for code, one in sets.items()}
    assert (bars["brockington-2006"], bars["brockington-2001"]) == (2, 3)


@given(st.lists(st.integers(1, 6), min_size=17, max_size=17))
def test_trap_7_the_two_ways_to_code_competence_say_the_same(coded):
    """Strong yes as 6 turning nine items round, or as 1 turning the seven others: 16 items."""
    one = shipped()["parenting-sense-of-competence-17"]
    values = {f"i{number}": value for number, value in enumerate(coded, start=1)}
    found = scores(one.code, values)["total"] - values["i17"]
    other = {1, 6, 7, 10, 11, 13, 15}
    again = 0
    for number, value in enumerate(coded[:16], start=1):
        turned = 7 - value
        again += 7 - turned if number in other else turned
    assert found == again
    assert one.order


def test_trap_8_each_item_is_in_one_subscale_and_all_of_them_in_the_total():
    one = shipped()["maternal-postnatal-attachment-19"]
    parts = [code for scale in one.scales if scale.code != "total" for code in scale.items]
    assert sorted(parts) == sorted(one.scale("total").items)
    assert len(set(parts)) == 19
    assert one.tables["four"][2] == Decimal("2.3") and one.tables["four"][3] == Decimal("3.6")


@pytest.mark.parametrize("code", KEYS)
def test_trap_9_what_is_missing_is_not_nothing(code):
    for item in shipped()[code].items:
        values = place(code, -1)
        del values[item.code]
        for scale in shipped()[code].scales:
            found = scores(code, values)[scale.code]
            assert (found is None) == (item.code in scale.items)


def test_trap_10_a_change_at_the_threshold_is_decimal():
    changes = shipped()["parental-stress-18"].scale("total").changes
    assert [str(reliable_change(one)) for one in changes] == ["9.8", "11.0", "11.2"]
    changes = shipped()["perceived-stress-14"].scale("total").changes
    assert [str(reliable_change(one)) for one in changes] == ["8.6", "14.9"]
    assert Decimal("12.8") - Decimal(18) == -Decimal("5.2")
    published = [("epds", 4), ("phq-9", 6), ("gad-7", 4)]
    for code, value in published:
        assert reliable_change(shipped()[code].scale("total").changes[0]) == value


def test_trap_11_no_two_scores_share_a_name():
    names = [(one.code, scale.code) for one in shipped().values() for scale in one.scales]
    assert len(set(names)) == len(names)
    for one in shipped().values():
        items = {item.code for item in one.items}
        assert not items & {scale.code for scale in one.scales}, one.code


# --- what holds for every key


@st.composite
def filled(draw, holes: bool = False):
    """A questionnaire and answers to it, in some order; some are left out or declined."""
    one = shipped()[draw(st.sampled_from(SCORED))]
    items = draw(st.permutations([item for item in one.items if item.values]))
    values: dict[str, int | None] = {}
    for item in items:
        said = st.sampled_from(item.values)
        values_or_none = draw(st.none() | said) if holes else draw(said)
        if not holes or draw(st.integers(0, 9)):
            values[item.code] = values_or_none
    return one, values


@given(filled())
def test_the_order_of_answering_does_not_matter(given_):
    one, values = given_
    in_order = {item.code: values[item.code] for item in one.items if item.code in values}
    assert scores(one.code, values) == scores(one.code, in_order)


@given(filled())
def test_a_score_is_within_its_range(given_):
    one, values = given_
    for scale in one.scales:
        found = score(scale, values, one.items, tables=one.tables)
        if found.value is not None:
            assert scale.minimum <= found.value <= scale.maximum


@settings(max_examples=300)
@given(filled(holes=True))
def test_the_second_scorer_agrees(given_):
    one, values = given_
    for scale in one.scales:
        found = score(scale, values, one.items, tables=one.tables)
        exact, why = oracle(scale, values, one.items, one.tables)
        assert agrees(scale, found.value, found.absent, exact, why), (one.code, scale.code)


@given(filled(holes=True), st.booleans())
def test_a_missing_item_gives_no_score_the_key_forbids(given_, prorate):
    """No shipped key has a sourced rule for missing answers: asking to prorate changes nothing."""
    one, values = given_
    for scale in one.scales:
        assert scale.missing.rule == "complete"
        found = score(scale, values, one.items, tables=one.tables, prorate=prorate)
        complete = all(values.get(code) is not None for code in scale.items)
        assert found.imputed is False
        assert (found.value is not None) == complete or found.absent == CONDITION
        assert complete or found.absent in (MISSING_ITEM, DECLINED, CONDITION)


@given(filled())
def test_turning_round_twice_is_what_it_was(given_):
    """Every answer mirrored and every item turned the other way: the same score."""
    one, values = given_
    items = {item.code: item for item in one.items if item.values}
    mirrored = {
        code: min(items[code].values) + max(items[code].values) - value
        for code, value in values.items()
    }
    for scale in one.scales:
        if scale.recode:
            continue
        other = replace(scale, reverse=tuple(set(scale.items) - set(scale.reverse)))
        before = score(scale, values, one.items, tables=one.tables).value
        assert score(other, mirrored, one.items, tables=one.tables).value == before


@given(st.lists(st.integers(1, 7), min_size=24, max_size=24))
def test_the_other_form_of_savoring_is_a_line_through_this_one(coded):
    """Odd sum minus even sum, plus 96."""
    values = {f"i{number}": value for number, value in enumerate(coded, start=1)}
    difference = sum(coded[0::2]) - sum(coded[1::2])
    assert scores("savoring-beliefs-24", values)["total"] == difference + 96


@pytest.mark.parametrize("code", sorted(shipped()))
def test_words_of_ours_carry_no_figure(code):
    one = shipped()[code]
    if one.wording != "own" and not one.stand_in:
        return
    assert one.loinc is None
    assert not any(item.loinc for item in one.items)
    for scale in one.scales:
        assert (scale.cut_offs, scale.changes, scale.norms) == ((), (), ())
