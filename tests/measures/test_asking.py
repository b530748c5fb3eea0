"""What is really put to her: by how she is addressed, what her clinic agreed on, and a loss."""

import uuid
from datetime import timedelta

import pytest

from catalog.services import released
from kernel.errors import BadInput
from measures.models import Answer
from measures.services import (
    asked,
    assign_battery,
    instruments_put,
    is_tender,
    save_answer,
    start_administrations,
)
from safety.models import Concern, Duty, Protocol
from schedule.models import Occurrence
from schedule.services import end_pause, start_pause
from sessions.services import open_course
from tests.cast import NOW, make_cast, mother
from tests.saying import answer, later

GROUND = "steady-ground"


def codes(cast, addressed: str) -> list[str]:
    cast.ana.addressed = addressed
    return [item.code for item in asked(released("instrument", GROUND).content, cast.ana)]


@pytest.mark.parametrize(
    ("addressed", "about_a_child"),
    [("with_baby", True), ("baby_in_hospital", True), ("expecting", False),
     ("baby_elsewhere", False), ("no_baby_talk", False)],
)  # fmt: skip
def test_fear_for_a_child_is_asked_only_where_one_is_near(cast, addressed, about_a_child):
    assert ("fears" in codes(cast, addressed)) is about_a_child


def test_violence_is_asked_only_under_a_signed_protocol_that_covers_it(cast):
    assert "home" in codes(cast, "expecting")
    Protocol.objects.update(covers_violence=False)
    assert "home" not in codes(cast, "expecting")
    Protocol.objects.update(covers_violence=True, ended_at=NOW)
    assert "home" not in codes(cast, "expecting")


def test_an_instrument_that_is_not_for_her_has_no_items(cast):
    cast.ana.addressed = "no_baby_talk"
    assert asked(released("instrument", "closeness").content, cast.ana) == ()


# --- the two weeks after a loss


@pytest.fixture
def mourning(cast):
    """A loss was recorded today. She is addressed as before: her wish, not the facts."""
    cast.ana.addressed = "with_baby"
    cast.ana.save()
    return start_pause(participant=cast.ana, lost_on=NOW.date(), by=cast.ben, now=NOW)


def put(check_in: Occurrence, cast, now=NOW) -> list[str]:
    return [one.code for one in instruments_put(check_in, cast.ana, now=now)]


def test_questions_about_closeness_rest_for_two_weeks(cast, check_in, mourning):
    assert put(check_in, cast) == ["craving", "stress"]
    almost, after = NOW + timedelta(days=13), NOW + timedelta(days=14)
    assert put(check_in, cast, almost) == ["craving", "stress"]
    assert put(check_in, cast, after) == ["craving", "stress", "closeness"]


def test_they_rest_also_when_she_wants_to_go_on(cast, check_in, mourning):
    end_pause(participant=cast.ana, by=None, now=NOW)
    assert is_tender(cast.ana, now=NOW)
    assert put(check_in, cast) == ["craving", "stress"]


def test_what_was_begun_before_is_not_put_and_holds_nothing_up(cast, check_in):
    cast.ana.addressed = "with_baby"
    cast.ana.save()
    before = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    assert len(before) == 3
    start_pause(participant=cast.ana, lost_on=NOW.date(), by=cast.ben, now=NOW)
    left = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    assert [one.instrument.code for one in left] == ["craving", "stress"]
    for one in left:
        for item in one.instrument.content.items:
            save_answer(device=cast.phone, envelope=answer(one, item.code, 0), now=NOW)
    check_in.refresh_from_db()
    assert check_in.done_at
    assert Answer.objects.filter(administration__instrument__code="closeness").count() == 0


def give(cast, code: str, *, now=NOW, **ticked):
    return assign_battery(
        participant=cast.ana,
        content_version=released("battery", code),
        by=cast.ben,
        anchor_subject=uuid.uuid4(),
        now=now,
        **ticked,
    )


def test_a_battery_with_them_needs_a_clinicians_tick(cast, mourning):
    with pytest.raises(BadInput, match="Parenting and closeness") as refused:
        give(cast, "first-weeks")
    assert (refused.value.code, refused.value.field) == ("after_loss", "asked_after_loss")
    assert give(cast, "first-weeks", asked_after_loss=True).asked_after_loss


def test_asked_for_they_are_put(cast, check_in, mourning):
    cast.ana.batteries.update(asked_after_loss=True)
    assert put(check_in, cast) == ["craving", "stress", "closeness"]


def test_without_a_loss_the_tick_means_nothing(cast):
    assert not give(cast, "first-weeks", asked_after_loss=True).asked_after_loss


# --- a clinic that has not said who answers


def test_content_that_may_need_a_person_waits_until_the_clinic_is_ready(cast):
    Duty.objects.filter(rung="back_up").update(until=NOW)
    for give_it in (
        lambda: give(cast, GROUND),
        lambda: give(cast, "before-the-day"),
    ):
        with pytest.raises(BadInput, match="Name a back-up") as refused:
            give_it()
        assert refused.value.code == "not_ready"
    assert not cast.ana.batteries.filter(content__code=GROUND).exists()


def test_the_other_clinic_has_said_nothing_and_hears_all_that_is_missing(cast):
    cast.ana = cast.eva
    with pytest.raises(BadInput, match=r"hours.*on duty.*back-up.*protocol"):
        give(cast, GROUND)


def test_a_course_that_asks_it_waits_too(db, monkeypatch):
    cast = make_cast()
    Duty.objects.update(until=NOW)
    sessions = released("curriculum", "more-companion")
    monkeypatch.setattr("sessions.services.courses.asked_in", lambda _content: ["stress"])
    with pytest.raises(BadInput, match="not ready"):
        open_course(
            participant=cast.ana,
            content_version=sessions,
            starts_on=NOW.date(),
            by=cast.ben,
            now=NOW,
        )


def test_what_runs_goes_on_being_asked_when_the_clinic_ceases_to_be_ready(cast, begun):
    Duty.objects.update(until=NOW)
    save_answer(
        device=cast.phone,
        envelope=answer(begun["stress"], "thoughts", 2),
        now=later(hours=1),
    )
    assert Concern.objects.get().tier == "now"


def test_what_asks_nothing_of_the_kind_needs_nothing(cast, monkeypatch):
    Duty.objects.update(until=NOW)
    monkeypatch.setattr("catalog.types.Instrument.is_watched", False)
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz", language="es")
    cast.ana = rosa
    assert give(cast, "weekly-check-in")
