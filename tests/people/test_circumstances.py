import pytest

from kernel.errors import BadInput
from people.models import Naloxone, SafeContact
from people.services import naloxone_of, safe_contact_of, set_naloxone, set_safe_contact
from tests.cast import NOW

CARD = {
    "hours": "weekdays after 10",
    "words": "say you are from the library",
    "may_answer": "my sister",
    "never_know": "my landlord",
    "send_home": "only_if",
    "send_home_if": "my sister's car is there",
}


def test_nobody_has_said_yet(cast):
    card = safe_contact_of(cast.ana)
    assert (card.pk, card.hours, card.send_home) == (None, "", "")
    assert naloxone_of(cast.ana) is None
    assert not SafeContact.objects.exists()


def test_she_says_how_she_may_be_reached(cast):
    set_safe_contact(participant=cast.ana, by=None, now=NOW, **CARD)
    card = safe_contact_of(cast.ana)
    assert {field: getattr(card, field) for field in CARD} == CARD
    assert (card.by_her, card.recorded_by) == (True, None)


def test_her_words_are_encrypted(cast):
    set_safe_contact(participant=cast.ana, by=None, now=NOW, **CARD)
    set_naloxone(participant=cast.ana, at_hand="yes", where="kitchen shelf", by=None, now=NOW)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT never_know FROM people_safecontact")
        stored = cursor.fetchone()[0]
        cursor.execute('SELECT "where" FROM people_naloxone')
        assert "shelf" not in cursor.fetchone()[0] and "landlord" not in stored


def test_saying_it_anew_changes_the_one_card_and_keeps_what_stood_there(cast):
    set_safe_contact(participant=cast.ana, by=None, now=NOW, **CARD)
    card = set_safe_contact(
        participant=cast.ana, by=cast.ben, now=NOW, **(CARD | {"send_home": "no"})
    )
    assert (card.send_home, card.send_home_if, card.by_her) == ("no", "", False)
    assert SafeContact.objects.count() == 1
    assert card.events.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"send_home": "maybe"}, "send_home"),
        ({"send_home_if": "  "}, "send_home_if"),
        ({"words": "x" * 501}, "words"),
        ({"may_answer": "ñ" * 501}, "may_answer"),
    ],
)
def test_a_card_that_cannot_be_kept_says_what_to_change(cast, wrong, field):
    with pytest.raises(BadInput) as refused:
        set_safe_contact(participant=cast.ana, by=None, now=NOW, **(CARD | wrong))
    assert refused.value.field == field
    assert safe_contact_of(cast.ana).pk is None


def test_naloxone_at_hand_and_where(cast):
    set_naloxone(participant=cast.ana, at_hand="yes", where=" my bag ", by=None, now=NOW)
    assert naloxone_of(cast.ana).where == "my bag"
    set_naloxone(participant=cast.ana, at_hand="no", where="my bag", by=cast.ben, now=NOW)
    kept = naloxone_of(cast.ana)
    assert (kept.at_hand, kept.where, kept.by_her, kept.recorded_by) == ("no", "", False, cast.ben)
    assert Naloxone.objects.count() == 1


@pytest.mark.parametrize(
    ("at_hand", "where", "field"), [("", "", "at_hand"), ("yes", "x" * 201, "where")]
)
def test_naloxone_that_cannot_be_kept(cast, at_hand, where, field):
    with pytest.raises(BadInput) as refused:
        set_naloxone(participant=cast.ana, at_hand=at_hand, where=where, by=None, now=NOW)
    assert refused.value.field == field
