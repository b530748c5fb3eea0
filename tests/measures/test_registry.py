"""The instruments that ship: whose words they have, who is asked, what is watched, when."""

import re

import pytest

from catalog.reading_level import english_grade, plain, spanish_ease
from catalog.sense_keys import structure_of
from catalog.types import ADDRESSED
from catalog.voice import ADDRESSES, Voice
from measures.burden import over_budget
from tests.measures.registry import (
    ANSWERED,
    BATTERIES,
    CALENDAR,
    LIBRARY,
    LOADED,
    OURS,
    RECORDED,
    SAFETY,
    STAND_INS,
    key,
)


def test_every_instrument_is_there():
    assert {*ANSWERED, *RECORDED, CALENDAR, *STAND_INS, *OURS} <= set(LOADED)
    assert [str(error) for error in LIBRARY.errors] == []


def test_a_slug_that_counts_items_has_as_many():
    for slug in ANSWERED:
        count = re.search(r"-(\d+)$", slug)
        assert len(key(slug).items) == (10 if slug == "epds" else int(count[1])), slug
        assert [item.code for item in key(slug).items] == [
            f"i{number}" for number in range(1, len(key(slug).items) + 1)
        ]


# Words


@pytest.mark.parametrize("slug", (*ANSWERED, *RECORDED, CALENDAR))
def test_a_key_ships_no_published_word(slug):
    """Not a question, not an answer, not an instruction: titles and our own topics only."""
    loaded = LOADED[slug]
    assert loaded.content.wording == "none"
    assert not loaded.content.is_askable
    for texts in loaded.body["wording"].values():
        assert all(re.fullmatch(r"title|scales\..*|fields\..*", path) for path in texts), slug
    for item in loaded.content.items:
        assert item.topic
        assert not (item.prompts or item.notes or item.lows or item.highs)
        assert not any(choice.label for choice in item.choices)


@pytest.mark.parametrize("slug", (*ANSWERED, *RECORDED, CALENDAR))
def test_a_key_says_its_licence_and_where_it_comes_from(slug):
    one = key(slug)
    assert not one.stand_in
    assert one.licence
    assert one.source
    if slug in ANSWERED:
        assert one.citation.text
        assert one.citation.mark in ("V", "C")


@pytest.mark.parametrize("slug", ANSWERED)
def test_every_figure_has_a_source_and_a_mark(slug):
    for scale in key(slug).scales:
        assert scale.source
        assert scale.mark in ("V", "C")
        assert scale.missing.rule == "complete"
        for one in (*scale.cut_offs, *scale.changes, *scale.norms):
            assert one.source
            assert one.mark in ("V", "C")
        assert all(one.population for one in scale.cut_offs)


def test_what_is_from_memory_or_in_conflict_is_left_out():
    for slug in ("perceived-stress-4", "perceived-stress-10", "savoring-beliefs-24", "ffmq-15"):
        assert not any(scale.cut_offs or scale.changes for scale in key(slug).scales), slug
    assert not any(scale.cut_offs for scale in key("parenting-sense-of-competence-17").scales)
    assert not key("dass-21").scale("anxiety").cut_offs
    assert not any(scale.changes for scale in key("dass-21").scales)
    assert not key("savoring-beliefs-24").scale("total").norms
    assert not key("karitane-15").scale("total").changes
    assert len(key("epds").scales) == 1  # no score of three items for anxiety


def test_what_cannot_be_scored_says_why_and_can_still_be_answered():
    one = key("opioid-craving-3")
    assert "not sourced" in one.incomplete
    assert one.scales == ()
    assert LOADED["standin-opioid-craving-3"].content.is_askable
    assert [slug for slug in ANSWERED if key(slug).incomplete] == ["opioid-craving-3"]


def test_what_staff_record_has_fields_and_what_runs_by_days_has_neither():
    for slug in RECORDED:
        assert key(slug).result_only
        assert key(slug).fields
        assert key(slug).items == key(slug).scales == ()
    assert key(CALENDAR).calendar
    assert key(CALENDAR).items == key(CALENDAR).scales == ()


# Stand-ins


@pytest.mark.parametrize("slug", ANSWERED)
def test_a_stand_in_has_the_structure_of_its_key_and_none_of_its_figures(slug):
    stand_in, real = key(f"standin-{slug}"), key(slug)
    assert stand_in.stand_in
    assert stand_in.stand_in_for == slug
    assert structure_of(stand_in) == structure_of(real)
    assert stand_in.topics == real.topics
    assert stand_in.applies == real.applies
    assert [(one.safety_rule, one.reportable) for one in stand_in.items] == [
        (one.safety_rule, one.reportable) for one in real.items
    ]
    raw = LOADED[f"standin-{slug}"].body["structure"]
    assert "loinc" not in str(raw)
    for scale in raw["scales"]:
        assert not {"cut_offs", "changes", "norms", "mark"} & set(scale)


@pytest.mark.parametrize("slug", STAND_INS)
def test_a_stand_in_says_in_both_languages_what_it_is(slug):
    one = key(slug)
    assert "Stand-in wording for the demo. Not the questionnaire." in one.intro("en")
    assert "No es el cuestionario." in one.intro("es")
    assert one.title("en").startswith("Stand-in wording, not the questionnaire")
    assert one.title("es").startswith("Redacción de muestra, no el cuestionario")
    assert "not validated" in one.source


@pytest.mark.parametrize("slug", (*STAND_INS, "daily", "hard-moment", "practice-harm"))
def test_our_own_words_are_plain(slug):
    for lang, texts in LOADED[slug].body["wording"].items():
        hers = " ".join(
            plain(text)
            for path, variants in texts.items()
            if path == "intro" or re.fullmatch(r"items\.\w+\.(?:prompt|note)", path)
            for text in variants.values()
        )
        for address in ADDRESSES:
            spoken = Voice(address, LIBRARY.voice.words).speak(hers, lang)
            if lang == "en":
                assert english_grade(spoken) <= 6
            else:
                assert spanish_ease(spoken) >= 70


# Who is asked


@pytest.mark.parametrize(
    ("slug", "addressed"),
    [
        ("maternal-antenatal-attachment-19", ["expecting"]),
        ("maternal-postnatal-attachment-19", ["with_baby"]),
        ("postpartum-bonding-25", ["with_baby"]),
        ("mother-infant-bonding-8", ["with_baby"]),
        ("karitane-15", ["with_baby"]),
        ("parental-stress-18", ["with_baby"]),
        ("parental-reflective-functioning-18", ["with_baby"]),
        ("parenting-sense-of-competence-17", ["with_baby"]),
    ],
)
def test_what_speaks_of_a_baby_is_for_a_mother_with_one_and_rests_after_a_loss(slug, addressed):
    for one in (key(slug), key(f"standin-{slug}")):
        assert [how for how in ADDRESSED if one.fits(how)] == addressed
        assert one.topics == ("bonding",)


def test_what_asks_about_low_mood_rests_after_a_loss():
    for slug in ("epds", "phq-9", "dass-21"):
        assert key(slug).topics == ("depression",)


def test_three_months_back_is_not_asked_in_the_first_weeks():
    assert key("maternal-postnatal-attachment-19").applies.infant_days[0] >= 84
    assert key("maternal-antenatal-attachment-19").applies.gestation_weeks == (20, 42)
    assert key("asq-3").applies.corrected_age


# Safety


@pytest.mark.parametrize(
    ("slug", "item", "family"),
    [
        ("epds", "i10", "own-harm"),
        ("phq-9", "i9", "own-harm"),
        ("postpartum-bonding-25", "i18", "child-harm"),
        ("postpartum-bonding-25", "i24", "child-harm"),
    ],
)
def test_any_answer_but_the_lowest_is_heard(slug, item, family):
    for code in (slug, f"standin-{slug}"):
        asked = key(code).item(item)
        assert asked.safety_rule == family
        assert asked.reportable == (family == "child-harm")
        assert SAFETY.match(code, item, 0) is None
        assert SAFETY.match(code, item, None) is None
        for value in set(asked.values) - {0}:
            rule = SAFETY.match(code, item, value)
            assert rule.family == family
            assert rule.tier == ("today" if item == "i24" and value < 3 else "now")


def test_nothing_else_in_them_is_watched():
    watched = {
        (slug, item.code) for slug in ANSWERED for item in key(slug).items if item.safety_rule
    }
    assert watched == {
        ("epds", "i10"),
        ("phq-9", "i9"),
        ("postpartum-bonding-25", "i18"),
        ("postpartum-bonding-25", "i24"),
    }


def test_a_harm_that_lasts_or_gets_in_the_way_comes_to_her_clinician():
    for item, value in (("in_the_way", 1), ("still", 1)):
        assert SAFETY.match("practice-harm", item, 0) is None
        rule = SAFETY.match("practice-harm", item, value)
        assert (rule.tier, rule.who) == ("next_visit", "her_clinician")
        assert key("practice-harm").item(item).needs.item == "felt"


def test_the_words_of_an_answer_that_is_skipped_stand_above_it():
    for slug in ("standin-epds", "standin-phq-9", "standin-postpartum-bonding-25"):
        for item in key(slug).items:
            assert bool(item.notes) == bool(item.safety_rule), (slug, item.code)


# Batteries


def test_every_battery_keeps_its_budget():
    for code, battery in BATTERIES.items():
        named = [key(one) for one in battery.instruments]
        assert over_budget(battery, named) == [], code


def test_stand_ins_are_asked_in_demo_batteries_only():
    for code, battery in BATTERIES.items():
        stand_ins = [one for one in battery.instruments if one.startswith("standin-")]
        assert bool(stand_ins) == code.startswith("demo-"), code
        if stand_ins:
            assert battery.instruments == tuple(stand_ins)
        assert all(key(one).is_askable for one in battery.instruments), code


def test_the_set_around_a_birth_is_there_and_small():
    around = ("starting", "each-session", "course-end", "week-36", "weeks-2-3", "week-6")
    around += ("week-12", "month-6", "month-12")
    for code in around:
        items = sum(len(key(one).items) for one in BATTERIES[code].instruments)
        assert items <= 17, code
    days = {code: BATTERIES[code].rule.first_day for code in around if "-" in code}
    assert (days["week-36"], days["weeks-2-3"], days["week-6"], days["week-12"]) == (
        *(-28, 14),
        *(42, 84),
    )
    assert (days["month-6"], days["month-12"]) == (182, 364)


def test_moments_of_the_day_are_few_and_short():
    rule = BATTERIES["moments"].rule
    assert BATTERIES["moments"].instruments == ("daily",)
    assert (rule.prompts_a_day, rule.days, len(key("daily").items)) == (2, 14, 3)
