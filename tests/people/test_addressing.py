import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.addressing import after_birth, after_custody, after_loss
from people.models import Infant, Participant

wishes = st.sampled_from(Participant.Addressed.values)
places = st.lists(st.sampled_from(Infant.Place.values), max_size=3)
# How much a wish says about a baby: the facts may only lower it.
SAYS = {"no_baby_talk": 0, "baby_elsewhere": 1, "baby_in_hospital": 2, "with_baby": 3}


@given(wishes, places, st.booleans())
def test_a_loss_only_ever_takes_words_away(wish, living, expecting):
    after = after_loss(wish, expecting=expecting, places_living=living)
    assert after in (wish, "no_baby_talk")


@given(wishes, st.booleans())
def test_without_a_living_child_or_a_pregnancy_no_baby_is_spoken_of(wish, expecting):
    after = after_loss(wish, expecting=expecting, places_living=["died"])
    assert after == ("expecting" if wish == "expecting" and expecting else "no_baby_talk")


@given(wishes, places)
def test_custody_never_brings_words(wish, living):
    after = after_custody(wish, living)
    assert after == wish or SAYS[after] < SAYS.get(wish, 4)


@given(wishes, places)
def test_a_birth_changes_only_what_was_expecting(wish, born):
    after = after_birth(wish, born)
    assert after == wish if wish != "expecting" else after != "expecting"


@given(wishes, places, st.booleans())
def test_the_wish_for_no_baby_talk_is_never_overruled(_wish, where, expecting):
    wish = "no_baby_talk"
    assert after_birth(wish, where) == wish
    assert after_custody(wish, where) == wish
    assert after_loss(wish, expecting=expecting, places_living=where) == wish


@pytest.mark.parametrize(
    ("born", "after"),
    [
        (["with_mother"], "with_baby"),
        (["hospital", "with_mother"], "with_baby"),
        (["kin", "hospital"], "baby_in_hospital"),
        (["foster"], "baby_elsewhere"),
        (["adopted", "died"], "baby_elsewhere"),
        (["died"], "no_baby_talk"),
    ],
)
def test_expecting_becomes_where_the_children_are(born, after):
    assert after_birth("expecting", born) == after


@pytest.mark.parametrize(
    ("wish", "living", "after"),
    [
        ("with_baby", ["foster"], "baby_elsewhere"),
        ("with_baby", ["foster", "hospital"], "baby_in_hospital"),
        ("with_baby", ["foster", "with_mother"], "with_baby"),
        ("baby_in_hospital", ["with_mother"], "baby_in_hospital"),
        ("baby_in_hospital", ["kin"], "baby_elsewhere"),
        ("baby_elsewhere", ["with_mother"], "baby_elsewhere"),
        ("with_baby", [], "no_baby_talk"),
    ],
)
def test_custody_says_what_is_true(wish, living, after):
    assert after_custody(wish, living) == after


def test_a_living_twin_keeps_her_words():
    assert after_loss("with_baby", expecting=False, places_living=["with_mother"]) == "with_baby"
    assert after_loss("expecting", expecting=False, places_living=["with_mother"]) == "no_baby_talk"
