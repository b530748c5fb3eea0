"""Lines of scores: what they may be held against, and what they must not say."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from care.multiples import GUARDED, chosen_of, multiples_of, otherwise, points_of
from catalog.services import released
from catalog.types import Band, Change, CutOffs, Norm, Scale
from measures.services import Asked, Point, Series
from tests.cast import Cast

DAY = date(2026, 11, 1)
PLACE = "/staff/mothers/{}/"


COHEN = CutOffs(
    "cohen", "women in early pregnancy", "Cox 1987", "V",
    (Band(Decimal(0)), Band(Decimal(10)), Band(Decimal(13))),
)  # fmt: skip
OTHER = CutOffs("other", "a month after birth", "Tanaka 2022", "C", (Band(Decimal(9)),))
SCALE = Scale(
    code="total", rule="sum", items=("a",), reverse=(), minimum=0, maximum=30, source="a test",
    cut_offs=(COHEN, OTHER),
    changes=(
        Change("Cohen 1983", "V", Decimal("8.0"), Decimal(".85"), 2, "82 students"),
        Change("Matthey 2004", "C", value=Decimal(4)),
    ),
    norms=(Norm("women", 1032, Decimal("16.14"), Decimal("7.56"), "eNation", "V"),),
)  # fmt: skip


def line(*values, asked=(), **changes) -> Series:
    how = [*asked, *[Asked()] * len(values)]
    points = [
        Point(DAY + timedelta(weeks=at), None if value is None else Decimal(value),
              "declined" if value is None else None, how[at], UUID(int=at + 1))
        for at, value in enumerate(values)
    ]  # fmt: skip
    return Series("epds", SCALE, points, "epds")._replace(**changes)


def one(series: Series, *cuts: str):
    (found,) = multiples_of([series], today=DAY + timedelta(weeks=8), cuts=cuts)
    return found


def test_no_cut_off_is_shown_until_somebody_asks_for_a_study():
    found = one(line(12))
    assert (found.levels, found.chosen) == ([], None)
    assert [choice.cut_offs.code for choice in found.choices] == ["cohen", "other"]


def test_the_chosen_study_draws_its_own_lines_and_no_others():
    found = one(line(12), "epds.total.cohen")
    assert found.chosen is COHEN
    # What begins at the lowest score is no line to cross.
    assert [(level.letter, level.at_least) for level in found.levels] == [
        ("", 0), ("a", 10), ("b", 13),
    ]  # fmt: skip
    assert float(found.levels[2].y) < float(found.levels[1].y)
    assert found.levels[1].x != found.levels[2].x


def test_the_choice_lives_in_the_address_beside_the_choices_for_other_lines():
    other = line(3, instrument="phq-9", known_as="phq-9")
    cuts = ["epds.total.cohen", "phq-9.total.other"]
    first, _second = multiples_of([line(12), other], today=DAY, cuts=cuts)
    assert first.choices[1].query == "cut=epds.total.other&cut=phq-9.total.other"
    assert first.without == "cut=phq-9.total.other"


@pytest.mark.parametrize("cut", ["", "epds", "epds.total.", "epds.total.none", "x.y.cohen", "…"])
def test_cut_offs_that_are_not_there_are_no_choice(cut):
    assert chosen_of([line(1)], [cut]) == {}
    assert one(line(1), cut).levels == []


def test_words_of_ours_have_no_cut_off_change_or_norm_whatever_the_key_says():
    ours = line(12, instrument="standin-epds", stand_in=True)
    found = one(ours, "standin-epds.total.cohen")
    assert (found.choices, found.levels, found.needed, found.norms) == ([], [], [], ())


def test_a_difference_has_a_size_with_what_it_rests_on_and_no_verdict():
    needed = one(line(12, 4)).needed
    # 1.96 · √2 · 8.0 · √(1 − .85)
    assert [(str(need.points), need.change.sample) for need in needed] == [
        ("8.6", "82 students"), ("4", ""),
    ]  # fmt: skip


def test_nothing_at_all_on_the_depression_scale_is_not_drawn_as_good_news():
    for series in (line(0, 5), line(0, 5, instrument="standin-epds", stand_in=True)):
        zero, five = points_of(series)
        assert zero.doubt == GUARDED["epds"] and five.doubt == ""
    assert points_of(line(0, known_as="phq-9"))[0].doubt == ""


ENGLISH, SPANISH = Asked("1", "en", "aa", "self"), Asked("1", "es", "bb", "self")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (ENGLISH, ENGLISH, ""),
        (ENGLISH, SPANISH, "in Spanish instead of English"),
        (ENGLISH, ENGLISH._replace(version="2", wording="cc"), "version 2 instead of 1"),
        (ENGLISH, ENGLISH._replace(version="2"), "version 2 instead of 1, in the same words"),
        (ENGLISH, ENGLISH._replace(wording="cc"), "in other words"),
        (ENGLISH, ENGLISH._replace(mode="staff"),
         "read to her by staff, instead of: she, on her phone"),
        # Before this was written down: nobody knows, so nobody says.
        (Asked(), ENGLISH, ""),
        (Asked("1"), SPANISH, ""),
    ],
)  # fmt: skip
def test_how_it_was_asked_is_told_where_it_changed(before, now, said):
    assert otherwise(before, now) == said


def test_what_was_asked_otherwise_is_not_joined():
    found = one(line(1, 2, 3, 4, asked=[ENGLISH, ENGLISH, SPANISH, SPANISH]))
    assert len(found.picture.paths) == 2
    assert [each.note for each in found.picture.breaks] == ["in Spanish instead of English"]


def test_what_is_not_known_in_between_hides_no_difference():
    found = one(line(1, 2, 3, asked=[ENGLISH, Asked("1"), SPANISH]))
    assert len(found.picture.breaks) == 1


def test_her_page_leads_from_each_point_to_the_sheet_it_came_from(answered: Cast, ben):
    page = ben.get(PLACE.format(answered.ana.public_id)).content.decode()
    for administration in answered.ana.administrations.filter(instrument__code="stress"):
        assert f'href="#sheet-{administration.public_id}"' in page
        assert f'id="sheet-{administration.public_id}"' in page


def test_her_page_says_that_cut_offs_it_is_asked_for_are_not_there(answered: Cast, ben):
    """Ours have none: by no address do they get one."""
    place = PLACE.format(answered.ana.public_id)
    assert "asks for cut-offs" not in ben.get(place).content.decode()
    page = ben.get(place, {"cut": ["stress.total.cohen", "x" * 4000]}).content.decode()
    assert "asks for cut-offs that are not there" in page
    assert 'class="level"' not in page
    stress = released("instrument", "stress").content
    assert stress.stand_in and not any(scale.cut_offs for scale in stress.scales)


def test_hard_moments_are_never_counted_as_a_line(answered: Cast):
    """However often she keeps one says that she noticed, and nothing about how bad it is."""
    moment = released("instrument", "hard-moment").content
    assert moment.scales == ()
