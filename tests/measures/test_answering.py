"""An answer is stored once, as it was said, with whatever it sets off."""

import uuid
from datetime import timedelta

import pytest

from kernel.errors import BadInput, Conflict, NotFound
from measures.models import Answer
from measures.services import items_for, save_answer
from people.models import Participant
from people.services import set_language
from safety.models import Concern
from schedule.models import Deposit
from tests.cast import NOW, mother, pair
from tests.saying import answer, envelope, later


def save(cast, said, now=NOW):
    return save_answer(device=cast.phone, envelope=said, now=now)


def test_it_is_stored_with_all_that_belongs_to_it(cast, begun):
    said = answer(begun["craving"], "strength", 4, sequence=9)
    acknowledged = save(cast, said)
    row = Answer.objects.get()
    assert (row.item, row.number, row.text, row.declined) == ("strength", 4, None, False)
    assert row.content == begun["craving"].instrument
    assert (row.language, row.timing, row.gestational_day) == ("en", "in_time", 210)
    assert row.infant_day is None and row.anchor.kind == "due_date"
    assert (row.deposit.sequence, row.deposit.zone) == (9, "America/New_York")
    assert row.deposit.offset_minutes == -300
    assert acknowledged.as_json() == {
        "uuid": str(said.client_uuid),
        "stored": True,
        "received_at": NOW.isoformat(),
        "late": False,
        "help": None,
    }


def test_the_same_again_is_the_same_acknowledgement(cast, begun):
    said = answer(begun["craving"], "strength", 4)
    first = save(cast, said)
    again = save(cast, said, now=later(hours=3))
    assert (first.status, again.status) == (201, 200)
    assert again.as_json() == first.as_json()
    assert Answer.objects.count() == Deposit.objects.count() == 1


def test_help_stands_in_the_repeated_acknowledgement_too(cast, begun):
    said = answer(begun["stress"], "thoughts", 3)
    first, again = save(cast, said), save(cast, said)
    assert first.help and again.as_json() == first.as_json()
    assert Concern.objects.count() == 1


def test_other_words_under_the_same_uuid_are_refused_and_the_first_kept(cast, begun):
    client_uuid = uuid.uuid4()
    save(cast, answer(begun["craving"], "strength", 4, client_uuid=client_uuid))
    with pytest.raises(Conflict) as refused:
        save(cast, answer(begun["craving"], "strength", 5, client_uuid=client_uuid))
    assert refused.value.code == "other_body"
    assert Answer.objects.get().number == 4


def test_a_later_word_is_another_row(cast, begun):
    for value in (4, 6):
        save(cast, answer(begun["craving"], "strength", value))
    assert list(Answer.objects.order_by("pk").values_list("number", flat=True)) == [4, 6]


@pytest.mark.parametrize(
    ("item", "value", "declined", "sentence"),
    [
        ("strength", 11, False, "from 0 to 10"),
        ("strength", -1, False, "from 0 to 10"),
        ("strength", True, False, "from 0 to 10"),
        ("strength", "4", False, "from 0 to 10"),
        ("strength", None, False, "from 0 to 10"),
        ("strength", 4, True, "not both"),
        ("nonesuch", 4, False, "no such question"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(cast, begun, item, value, declined, sentence):
    with pytest.raises(BadInput, match=sentence):
        save(cast, answer(begun["craving"], item, value, declined=declined))
    assert not Deposit.objects.exists()


def test_a_choice_must_be_one_that_was_shown(cast, begun):
    with pytest.raises(BadInput, match="one of the answers shown"):
        save(cast, answer(begun["stress"], "thoughts", 4))


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"administration": "x"},
        {"administration": None},
        {"item": 3},
        {"item": None},
        {"declined": None},
        {"declined": 0},
        {"value": {"a": 1}},
        {"value": [4]},
    ],
)
def test_a_misshapen_body_is_refused(cast, begun, change):
    body = {"administration": str(begun["craving"].public_id), "item": "strength"}
    body |= {"value": 4, "declined": False} | change
    with pytest.raises(BadInput):
        save(cast, envelope("answer", body))
    assert not Deposit.objects.exists()


def test_a_part_left_out_is_named(cast, begun):
    body = {"administration": str(begun["craving"].public_id), "item": "strength", "value": 4}
    with pytest.raises(BadInput, match="declined"):
        save(cast, envelope("answer", body))


def test_another_mothers_questions_are_not_found(cast, begun):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz")
    phone, _token = pair(rosa, cast.ben)
    with pytest.raises(NotFound):
        save_answer(device=phone, envelope=answer(begun["craving"], "strength", 4), now=NOW)
    assert not Answer.objects.exists()


def test_an_entry_is_not_taken_for_an_answer(cast):
    with pytest.raises(BadInput):
        save(cast, envelope("entry", {}))


# --- What was said when -------------------------------------------------------------------------


def test_given_in_time_and_arriving_late_it_is_kept_and_marked(cast, begun):
    said = answer(begun["craving"], "strength", 4, at=later(days=1), sent_at=later(days=9))
    acknowledged = save(cast, said, now=later(days=9))
    assert (acknowledged.late, Answer.objects.get().timing) == (True, "arrived_late")


def test_given_after_the_close_it_is_kept_and_marked(cast, begun):
    save(cast, answer(begun["craving"], "strength", 4, at=later(days=7)), now=later(days=7))
    assert Answer.objects.get().timing == "after_close"


def test_the_clock_of_the_phone_is_corrected(cast, begun):
    wrong = timedelta(days=400)
    said = answer(begun["craving"], "strength", 4, at=NOW + wrong, sent_at=later(hours=1) + wrong)
    save(cast, said, now=later(hours=1))
    row = Answer.objects.get()
    assert (row.deposit.answered_at, row.timing) == (NOW, "in_time")


def test_the_language_stored_is_the_one_that_was_shown(cast, begun):
    set_language(participant=cast.ana, language="es")
    save(cast, answer(begun["craving"], "strength", 4))
    assert Answer.objects.get().language == "es"


# --- What it sets off ---------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "tier"), [(1, "today"), (2, "now"), (3, "now")])
def test_the_tightest_rule_reached_raises_one_concern(cast, begun, value, tier):
    said = answer(begun["stress"], "thoughts", value)
    acknowledged = save(cast, said)
    concern = Concern.objects.get()
    source = concern.sources.get()
    assert (concern.tier, source.tier, source.source_id) == (tier, tier, said.client_uuid)
    assert acknowledged.help.told and acknowledged.help.title
    assert "988" in {line["call"] for line in acknowledged.as_json()["help"]["lines"]}


def test_an_answer_below_the_bar_or_declined_raises_none(cast, begun):
    save(cast, answer(begun["stress"], "thoughts", 0))
    save(cast, answer(begun["stress"], "thoughts", None, declined=True))
    assert not Concern.objects.exists()


def test_the_concern_does_not_wait_for_the_rest_or_for_the_window(cast, begun):
    late = later(days=9)
    said = answer(begun["stress"], "thoughts", 2, at=later(days=1), sent_at=late)
    save(cast, said, now=late)
    concern = Concern.objects.get()
    assert (concern.happened_at, concern.raised_at) == (later(days=1), late)


def test_what_she_says_after_the_end_is_watched_too(cast, begun):
    """She had finished, and comes back to the question."""
    stress = begun["stress"]
    for item in items_for(stress):
        save(cast, answer(stress, item.code, 0))
    stress.refresh_from_db()
    assert stress.finished_at and not Concern.objects.exists()
    said = answer(stress, "thoughts", 3, at=later(hours=1))
    assert save(cast, said, now=later(hours=1)).help.told
    assert Concern.objects.get().tier == "now"


def test_without_its_concern_the_answer_is_not_stored_either(cast, begun, monkeypatch):
    def fail(**_kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("measures.services.answering.raise_concern", fail)
    with pytest.raises(RuntimeError):
        save(cast, answer(begun["stress"], "thoughts", 2))
    assert not Answer.objects.exists() and not Deposit.objects.exists()


def test_help_speaks_her_language(cast, begun):
    Participant.objects.filter(pk=cast.ana.pk).update(language="es")
    shown = save(cast, answer(begun["stress"], "thoughts", 1)).as_json()["help"]
    assert shown["title"] == "Gracias por decirlo"


@pytest.mark.parametrize("text", ["a\x00b", "\U0001f331", ""])
def test_odd_characters_never_break_the_server(cast, begun, text):
    body = {"administration": str(begun["craving"].public_id), "item": text}
    with pytest.raises(BadInput):
        save(cast, envelope("answer", body | {"value": 4, "declined": False}))
