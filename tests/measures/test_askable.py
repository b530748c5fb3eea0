"""What may be given to a mother at all: a stand-in nowhere real, a key only with its words."""

import pytest

from catalog.services import released
from kernel.errors import BadInput
from measures.models import Battery
from measures.services import assign_battery
from measures.services.askable import made_for, to_ask, why_not_askable
from sessions.services import open_course
from tests.cast import CURRICULUM, NOW, mother
from tests.releasing import BATTERY, QUESTIONS, made, without_words


def give(cast, battery):
    return assign_battery(
        participant=cast.ana,
        content_version=battery,
        by=cast.ben,
        anchor_subject=cast.ana.public_id,
        now=NOW,
    )


def real(cast) -> None:
    """The clinic is no invented one."""
    type(cast.clinic).objects.filter(pk=cast.clinic.pk).update(is_synthetic=False)
    cast.ana.clinic.refresh_from_db()


def test_a_stand_in_is_given_in_an_invented_clinic(cast):
    made(QUESTIONS)
    assert give(cast, made(BATTERY)).pk


def test_a_stand_in_is_refused_where_mothers_are_real(cast):
    made(QUESTIONS)
    battery = made(BATTERY)
    real(cast)
    with pytest.raises(BadInput, match=r"stand-in wording for the demo.*mood-2") as refused:
        give(cast, battery)
    assert refused.value.code == "not_askable"
    assert not Battery.objects.filter(content=battery).exists()


def test_words_of_ours_that_stand_in_for_nothing_are_given_anywhere(cast):
    made(QUESTIONS, stand_in_for=None, code="mood")
    real(cast)
    assert why_not_askable(["mood"], cast.ana.clinic) == []


def test_a_key_without_words_cannot_be_given_and_says_why(cast):
    made(QUESTIONS, **without_words(QUESTIONS))
    battery = made(BATTERY, instruments=["mood-2"])
    with pytest.raises(BadInput, match="has no wording here: load the wording"):
        give(cast, battery)


def test_what_cannot_be_scored_is_asked_all_the_same(cast):
    made(QUESTIONS, incomplete="its key is not known")
    assert give(cast, made(BATTERY)).pk


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"result_only": True, "items": []}, "staff record its result"),
        ({"calendar": True, "items": []}, "is a calendar"),
    ],
)
def test_what_nobody_is_asked_cannot_be_given(cast, changes, said):
    made(QUESTIONS, **changes)
    with pytest.raises(BadInput, match=said):
        give(cast, made(BATTERY))


def test_a_key_shipped_again_does_not_take_the_words_of_a_site_away(db):
    key = without_words(QUESTIONS)
    made(QUESTIONS, **key)
    loaded = made(QUESTIONS, code="mood-2", stand_in=False, stand_in_for=None, version="1.1")
    made(QUESTIONS, **(key | {"version": "2"}))
    assert to_ask("mood-2") == loaded


def test_of_a_key_that_nobody_worded_the_newest_is_meant(db):
    key = without_words(QUESTIONS)
    made(QUESTIONS, **key)
    newest = made(QUESTIONS, **(key | {"version": "2"}))
    assert to_ask("mood-2") == newest


def test_whom_it_is_for_is_said_in_words(db):
    applies = {
        "addressed": ["with_baby"],
        "gestation_weeks": [20, 42],
        "infant_days": [14, 400],
        "corrected_age": True,
    }
    said = made_for(made(QUESTIONS, applies=applies).content)
    assert said == (
        "addressed as “With my baby”; from week 20 to week 42 of pregnancy; "
        "infant aged 2 w 0 d to 57 w 1 d, corrected for an early birth"
    )
    assert made_for(made(QUESTIONS, code="mood", stand_in_for=None).content) == ""


def test_a_course_does_not_ask_what_a_check_in_may_not(cast, monkeypatch):
    made(QUESTIONS)
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz")
    real(cast)
    rosa.clinic.refresh_from_db()
    monkeypatch.setattr("sessions.services.courses.asked_in", lambda _content: ["standin-mood"])
    with pytest.raises(BadInput, match="stand-in wording for the demo"):
        open_course(
            participant=rosa,
            content_version=released(*CURRICULUM),
            starts_on=NOW.date(),
            by=cast.ben,
            now=NOW,
        )
