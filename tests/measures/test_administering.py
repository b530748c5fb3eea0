"""Beginning a check-in, going on with it elsewhere, and being done."""

import uuid

import pytest

from kernel.errors import BadInput, NotFound, WindowClosed
from measures.models import Administration
from measures.services import (
    items_for,
    next_item,
    save_answer,
    start_administrations,
    start_for_step,
)
from people.models import Participant
from tests.cast import NOW, pair
from tests.saying import answer, later


def address(cast, how):
    Participant.objects.filter(pk=cast.ana.pk).update(addressed=how)
    cast.ana.refresh_from_db()


def begin(cast, check_in, now=NOW):
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=now)
    return [row.instrument.code for row in rows]


def answer_all(cast, administration, device=None):
    for item in items_for(administration):
        said = answer(administration, item.code, item.values[0])
        save_answer(device=device or cast.phone, envelope=said, now=NOW)
    administration.refresh_from_db()


@pytest.mark.parametrize("how", ["expecting", "no_baby_talk", "baby_elsewhere"])
def test_closeness_is_not_asked_where_it_does_not_fit(cast, check_in, how):
    address(cast, how)
    assert begin(cast, check_in) == ["craving", "stress"]


@pytest.mark.parametrize("how", ["with_baby", "baby_in_hospital"])
def test_closeness_is_asked_where_it_fits(cast, check_in, how):
    address(cast, how)
    assert begin(cast, check_in) == ["craving", "stress", "closeness"]


def test_beginning_again_is_the_same(cast, check_in, begun):
    assert begin(cast, check_in) == list(begun)
    assert Administration.objects.filter(occurrence=check_in).count() == 2


def test_it_cannot_begin_before_its_window(cast, check_in):
    with pytest.raises(WindowClosed, match="opens tomorrow, Wednesday"):
        begin(cast, check_in, now=later(days=-1))


def test_it_cannot_begin_after_its_window(cast, check_in):
    with pytest.raises(WindowClosed, match="time for this one is over"):
        begin(cast, check_in, now=later(days=6))
    assert not Administration.objects.exists()


def test_a_cancelled_one_cannot_begin(cast, check_in):
    type(check_in).objects.filter(pk=check_in.pk).update(cancelled_at=NOW)
    with pytest.raises(WindowClosed, match="nothing to do"):
        begin(cast, check_in)


def test_another_mothers_check_in_is_not_found(cast, check_in):
    with pytest.raises(NotFound):
        start_administrations(occurrence=check_in, participant=cast.eva, now=NOW)


def test_another_phone_goes_on_where_the_first_stopped(cast, begun):
    save_answer(device=cast.phone, envelope=answer(begun["craving"], "strength", 4), now=NOW)
    second, _token = pair(cast.ana, cast.ben)
    assert next_item(begun["craving"]).code == "often"
    save_answer(device=second, envelope=answer(begun["craving"], "often", 2), now=NOW)
    assert next_item(begun["craving"]).code == "pull"


def test_the_last_answer_finishes_it_and_the_check_in(cast, check_in, begun):
    answer_all(cast, begun["craving"])
    check_in.refresh_from_db()
    assert begun["craving"].finished_at and check_in.done_at is None
    answer_all(cast, begun["stress"])
    check_in.refresh_from_db()
    assert check_in.done_at == NOW


def test_declining_counts_as_being_asked(cast, begun):
    for item in ("strength", "often", "pull"):
        said = answer(begun["craving"], item, None, declined=True)
        save_answer(device=cast.phone, envelope=said, now=NOW)
    begun["craving"].refresh_from_db()
    assert begun["craving"].finished_at


def test_it_ended_when_the_last_thing_was_said_not_when_it_arrived(cast, begun):
    for minute, item in enumerate(("strength", "often", "pull")):
        said = answer(begun["craving"], item, 1, at=later(minutes=minute), sent_at=later(hours=5))
        save_answer(device=cast.phone, envelope=said, now=later(hours=5))
    begun["craving"].refresh_from_db()
    assert begun["craving"].finished_at == later(minutes=2)


def test_a_change_of_address_is_heard_in_what_is_unfinished(cast, check_in):
    address(cast, "with_baby")
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    for row in rows[:2]:
        answer_all(cast, row)
    address(cast, "no_baby_talk")
    assert begin(cast, check_in) == ["craving", "stress"]
    check_in.refresh_from_db()
    assert check_in.done_at  # nothing that fits her is left


def test_what_was_finished_keeps_how_she_was_addressed(cast, begun):
    answer_all(cast, begun["craving"])
    address(cast, "with_baby")
    begun["craving"].refresh_from_db()
    assert begun["craving"].addressed == "expecting"


def test_a_step_asks_once(cast):
    asked = {"participant": cast.ana, "assigned_uuid": uuid.uuid4(), "step_code": "ask"}
    first = start_for_step(**asked, instrument_code="craving", now=NOW)
    again = start_for_step(**asked, instrument_code="craving", now=later(days=3))
    assert first == again and first.occurrence is None


def test_a_step_does_not_ask_what_does_not_fit(cast):
    with pytest.raises(BadInput, match="not for you right now"):
        start_for_step(
            participant=cast.ana,
            assigned_uuid=uuid.uuid4(),
            step_code="ask",
            instrument_code="closeness",
            now=NOW,
        )
