"""The keys that ship, through the real files, against what their sources say."""

from decimal import Decimal

import pytest

from measures.scoring import band_of, reliable_change, score
from tests.measures.registry import ANSWERED, all_at, all_with, codes, key, scored

# Keys: what each source says, stated once more beside the files


@pytest.mark.parametrize(
    ("slug", "scale", "reverse"),
    [
        ("perceived-stress-4", "total", (2, 3)),
        ("perceived-stress-10", "total", (4, 5, 7, 8)),
        ("perceived-stress-14", "total", (4, 5, 6, 7, 9, 10, 13)),
        ("parental-stress-18", "total", (1, 2, 5, 6, 7, 8, 17, 18)),
        ("postpartum-bonding-25", "total", (1, 4, 8, 9, 11, 16, 22, 25)),
        ("mother-infant-bonding-8", "total", (1, 4, 6)),
        ("parental-reflective-functioning-18", "certainty", (11,)),
        ("parental-reflective-functioning-18", "interest", (18,)),
        ("parenting-sense-of-competence-17", "total", (2, 3, 4, 5, 8, 9, 12, 14, 16)),
        ("ffmq-15", "total", (3, 4, 7, 8, 9, 13, 14)),
        ("savoring-beliefs-24", "total", tuple(range(2, 25, 2))),
        ("savoring-beliefs-24", "anticipating", (4, 10, 16, 22)),
        ("savoring-beliefs-24", "moment", (2, 8, 14, 20)),
        ("savoring-beliefs-24", "reminiscing", (6, 12, 18, 24)),
        ("postpartum-bonding-25", "factor_1", (1, 8, 9, 16)),
        ("postpartum-bonding-25", "factor_2", (4, 11)),
        ("postpartum-bonding-25", "factor_3", (22, 25)),
        ("postpartum-bonding-25", "factor_4", ()),
        ("parenting-sense-of-competence-17", "efficacy", ()),
        ("parenting-sense-of-competence-17", "satisfaction", (2, 3, 4, 5, 8, 9, 12, 14, 16)),
        ("ffmq-15", "observe", ()),
        ("ffmq-15", "describe", (7,)),
        ("ffmq-15", "act_aware", (3, 8, 13)),
        ("ffmq-15", "non_judge", (4, 9, 14)),
        ("ffmq-15", "non_react", ()),
    ],
)
def test_what_is_turned_round(slug, scale, reverse):
    assert set(key(slug).scale(scale).reverse) == set(codes(*reverse))


def test_what_nobody_turns_round():
    for slug in ("dass-21", "phq-9", "gad-7", "epds", "karitane-15", "snaith-hamilton-14"):
        assert not any(scale.reverse for scale in key(slug).scales), slug
    for slug in ("mindful-attention-15", "emotion-regulation-10"):
        assert not any(scale.reverse for scale in key(slug).scales), slug


@pytest.mark.parametrize(
    ("slug", "scale", "items"),
    [
        ("dass-21", "depression", (3, 5, 10, 13, 16, 17, 21)),
        ("dass-21", "anxiety", (2, 4, 7, 9, 15, 19, 20)),
        ("dass-21", "stress", (1, 6, 8, 11, 12, 14, 18)),
        ("postpartum-bonding-25", "factor_1", (1, 2, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17)),
        ("postpartum-bonding-25", "factor_2", (3, 4, 5, 11, 14, 21, 23)),
        ("postpartum-bonding-25", "factor_3", (19, 20, 22, 25)),
        ("postpartum-bonding-25", "factor_4", (18, 24)),
        ("maternal-antenatal-attachment-19", "quality", (3, 6, 9, 10, 11, 12, 13, 15, 16, 19)),
        ("maternal-antenatal-attachment-19", "time", (1, 2, 4, 5, 8, 14, 17, 18)),
        ("maternal-postnatal-attachment-19", "quality", (3, 4, 5, 6, 7, 10, 14, 18, 19)),
        ("maternal-postnatal-attachment-19", "no_hostility", (1, 2, 15, 16, 17)),
        ("maternal-postnatal-attachment-19", "pleasure", (8, 9, 11, 12, 13)),
        ("parental-reflective-functioning-18", "pre_mentalizing", (1, 4, 7, 10, 13, 16)),
        ("parental-reflective-functioning-18", "certainty", (2, 5, 8, 11, 14, 17)),
        ("parental-reflective-functioning-18", "interest", (3, 6, 9, 12, 15, 18)),
        ("parenting-sense-of-competence-17", "efficacy", (1, 6, 7, 10, 11, 13, 15, 17)),
        ("parenting-sense-of-competence-17", "satisfaction", (2, 3, 4, 5, 8, 9, 12, 14, 16)),
        ("ffmq-15", "observe", (1, 6, 11)),
        ("ffmq-15", "describe", (2, 7, 12)),
        ("ffmq-15", "act_aware", (3, 8, 13)),
        ("ffmq-15", "non_judge", (4, 9, 14)),
        ("ffmq-15", "non_react", (5, 10, 15)),
        ("emotion-regulation-10", "reappraisal", (1, 3, 5, 7, 8, 10)),
        ("emotion-regulation-10", "suppression", (2, 4, 6, 9)),
        ("savoring-beliefs-24", "anticipating", (1, 4, 7, 10, 13, 16, 19, 22)),
        ("savoring-beliefs-24", "moment", (2, 5, 8, 11, 14, 17, 20, 23)),
        ("savoring-beliefs-24", "reminiscing", (3, 6, 9, 12, 15, 18, 21, 24)),
    ],
)
def test_which_items_a_scale_counts(slug, scale, items):
    assert set(key(slug).scale(scale).items) == set(codes(*items))


def test_no_total_where_the_authors_have_none():
    for slug in ("emotion-regulation-10", "parental-reflective-functioning-18", "dass-21"):
        assert "total" not in {scale.code for scale in key(slug).scales}


def test_item_seven_of_the_antenatal_scale_counts_in_the_total_only():
    one = key("maternal-antenatal-attachment-19")
    assert [scale.code for scale in one.scales if "i7" in scale.items] == ["total"]


def test_orders_that_circulate_are_named():
    assert key("ffmq-15").order == "interleaved-15"
    assert key("emotion-regulation-10").order == "published-10"


# Straight lines: every item answered alike, or at the same place of the print


@pytest.mark.parametrize(
    ("slug", "value", "expected"),
    [
        ("perceived-stress-10", 0, {"total": 16}),
        ("perceived-stress-10", 4, {"total": 24}),
        ("perceived-stress-14", 0, {"total": 28}),
        ("perceived-stress-14", 4, {"total": 28}),
        ("perceived-stress-4", 0, {"total": 8}),
        ("perceived-stress-4", 4, {"total": 8}),
        ("parental-stress-18", 1, {"total": 50}),
        ("parental-stress-18", 3, {"total": 54}),
        ("parental-stress-18", 5, {"total": 58}),
        ("parenting-sense-of-competence-17", 1, {"total": 62, "efficacy": 8, "satisfaction": 54}),
        ("parenting-sense-of-competence-17", 6, {"total": 57, "efficacy": 48, "satisfaction": 9}),
        ("ffmq-15", 1, {"total": 43}),
        ("ffmq-15", 5, {"total": 47}),
        (
            "parental-reflective-functioning-18",
            1,
            {"pre_mentalizing": 1, "certainty": 2, "interest": 2},
        ),
        (
            "parental-reflective-functioning-18",
            7,
            {"pre_mentalizing": 7, "certainty": 6, "interest": 6},
        ),
        ("postpartum-bonding-25", 5, {"total": 85}),
        ("postpartum-bonding-25", 0, {"total": 40}),
        ("mother-infant-bonding-8", 3, {"total": 15}),
        ("mother-infant-bonding-8", 0, {"total": 9}),
        ("snaith-hamilton-14", 1, {"total": 0}),
        ("snaith-hamilton-14", 2, {"total": 0}),
        ("snaith-hamilton-14", 3, {"total": 14}),
        ("snaith-hamilton-14", 4, {"total": 14}),
        ("dass-21", 3, {"depression": 42, "anxiety": 42, "stress": 42}),
        ("dass-21", 1, {"depression": 14, "anxiety": 14, "stress": 14}),
        ("phq-9", 3, {"total": 27}),
        ("gad-7", 3, {"total": 21}),
        ("mindful-attention-15", 6, {"mean": 6}),
        ("emotion-regulation-10", 4, {"reappraisal": 4, "suppression": 4}),
    ],
)
def test_every_item_answered_alike(slug, value, expected):
    found = scored(slug, all_with(slug, value))
    assert {code: found[code] for code in expected} == expected


@pytest.mark.parametrize("value", range(1, 8))
def test_a_constant_answer_to_the_savoring_items_says_nothing(value):
    found = scored("savoring-beliefs-24", all_with("savoring-beliefs-24", value))
    assert found == {"total": 96, "anticipating": 32, "moment": 32, "reminiscing": 32}


@pytest.mark.parametrize(
    ("slug", "place", "expected"),
    [
        ("epds", 0, {"total": 21}),
        ("epds", -1, {"total": 9}),
        ("maternal-antenatal-attachment-19", 0, {"total": 63}),
        (
            "maternal-postnatal-attachment-19",
            0,
            {"total": 51, "quality": 21, "no_hostility": 5, "pleasure": 25},
        ),
        (
            "maternal-postnatal-attachment-19",
            -1,
            {"total": 63, "quality": 33, "no_hostility": 25, "pleasure": 5},
        ),
        ("postpartum-bonding-25", 0, {"total": 85}),
        ("postpartum-bonding-25", -1, {"total": 40}),
    ],
)
def test_every_item_answered_at_the_same_place(slug, place, expected):
    found = scored(slug, all_at(slug, place))
    assert {code: found[code] for code in expected} == expected


def test_fractions_of_the_postnatal_scale_are_exact():
    """Items 4 and 7 at their second place: 2.3 and 3.6, and nowhere 2.33 or 3.67."""
    answers = all_at("maternal-postnatal-attachment-19", 0)
    one = key("maternal-postnatal-attachment-19")
    answers |= {"i4": one.item("i4").values[1], "i7": one.item("i7").values[1]}
    # 51, item 4 from 1 to 2.3, item 7 from 5 to 3.6
    assert scored(one.code, answers)["total"] == Decimal("50.9")
    assert [len(item.values) for item in one.items] == [
        *(5, 5, 5, 4, 4, 4, 4, 2, 5, 4),
        *(5, 2, 5, 3, 4, 4, 4, 4, 4),
    ]


def test_not_applicable_counts_two_on_two_items_of_the_confidence_scale():
    answers = all_with("karitane-15", 3)
    assert scored("karitane-15", answers) == {"total": 45}
    assert scored("karitane-15", answers | {"i1": 9, "i9": 9}) == {"total": 43}
    offered = [item.code for item in key("karitane-15").items if 9 in item.values]
    assert offered == ["i1", "i9"]


@pytest.mark.parametrize("slug", ANSWERED)
def test_one_item_less_is_no_score(slug):
    one = key(slug)
    answers = all_at(slug, 0)
    for item in one.items:
        without = {code: value for code, value in answers.items() if code != item.code}
        for scale in one.scales:
            found = score(scale, without, one.items, tables=one.tables, prorate=True)
            assert (found.value is None) == (item.code in scale.items)


# Figures


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("perceived-stress-14", ["8.6", "14.9"]),
        ("parental-stress-18", ["9.8", "11.0", "11.2"]),
        ("epds", ["4"]),
        ("phq-9", ["6"]),
        ("gad-7", ["4"]),
    ],
)
def test_how_large_a_change_must_be(slug, expected):
    changes = key(slug).scale("total").changes
    assert [reliable_change(one) for one in changes] == [Decimal(one) for one in expected]
    assert all(one.sample for one in changes)


@pytest.mark.parametrize(
    ("slug", "scale", "study", "bars"),
    [
        ("epds", "total", "levis-2020", [0, 10, 11, 13]),
        ("epds", "total", "usual", [0, 10, 13]),
        ("epds", "total", "tanuma-takahashi-2022", [0, 9]),
        ("phq-9", "total", "kroenke-2001", [0, 5, 10, 15, 20]),
        ("gad-7", "total", "spitzer-2006", [0, 5, 10, 15]),
        ("dass-21", "depression", "dass-21-bands", [0, 10, 14, 22, 28]),
        ("dass-21", "stress", "dass-21-bands", [0, 16, 20, 26, 34]),
        ("karitane-15", "total", "crncec-2008", [0, 40]),
        ("snaith-hamilton-14", "total", "nida", [0, 3]),
        ("postpartum-bonding-25", "factor_1", "brockington-2006", [0, 12]),
        ("postpartum-bonding-25", "factor_2", "brockington-2006", [0, 13]),
        ("postpartum-bonding-25", "factor_3", "brockington-2006", [0, 10]),
        ("postpartum-bonding-25", "factor_4", "brockington-2006", [0, 2]),
        ("postpartum-bonding-25", "factor_2", "brockington-2001", [0, 17]),
        ("postpartum-bonding-25", "factor_4", "brockington-2001", [0, 3]),
        ("postpartum-bonding-25", "factor_4", "mothers-matter", [0, 3]),
        ("postpartum-bonding-25", "total", "japan-2025", [0, 19]),
        ("mother-infant-bonding-8", "total", "japan-day-5", [0, 4]),
        ("mother-infant-bonding-8", "total", "japan-month-1", [0, 5]),
        ("mother-infant-bonding-8", "total", "japan-2025-day-4", [0, 2]),
        ("mother-infant-bonding-8", "total", "japan-2025-month-1", [0, 3]),
    ],
)
def test_each_study_has_its_own_thresholds(slug, scale, study, bars):
    cut_offs = key(slug).scale(scale).cut_off_set(study)
    assert [band.at_least for band in cut_offs.bands] == bars
    for bar in bars[1:]:
        assert band_of(cut_offs, Decimal(bar)).at_least == bar
        assert band_of(cut_offs, Decimal(bar) - 1).at_least < bar


def test_what_codes_there_are_and_no_guess():
    loinc = {slug: key(slug).loinc for slug in ANSWERED if key(slug).loinc}
    assert {slug: (one.form, one.total) for slug, one in loinc.items()} == {
        "phq-9": ("44249-1", "44261-6"),
        "gad-7": ("69737-5", "70274-6"),
        "epds": ("71354-5", "99046-5"),
    }
    assert key("phq-9").item("i9").loinc == "44260-8"
    assert key("gad-7").item("i1").loinc == "69725-0"
    assert not any(item.loinc for item in key("epds").items)


def test_norms_are_those_of_the_sources():
    norms = key("perceived-stress-10").scale("total").norms
    assert {(one.n, one.mean, one.sd) for one in norms} >= {
        (1032, Decimal("16.14"), Decimal("7.56")),
        (1406, Decimal("13.7"), Decimal("6.6")),
    }
    assert [one.n for one in key("parental-stress-18").scale("total").norms] == [116, 51, 78]
