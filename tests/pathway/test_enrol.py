from datetime import date, timedelta

import pytest

from catalog.services import released
from kernel.errors import BadInput, Conflict, NeedsConfirmation
from measures.models import Battery
from pathway.services import assign, record_birth
from people.models import Grant, Participant
from sessions.models import Course
from tests.cast import CURRICULUM, NOW, mother, start


def test_enrolling_makes_everything_or_nothing(cast):
    with pytest.raises(BadInput):
        mother(cast.clinic, cast.ben, "Nora", due_date=date(2026, 11, 1),
               infants=[(NOW.date() + timedelta(days=2), "with_mother")])  # fmt: skip
    assert Participant.objects.filter(clinic=cast.clinic).count() == 1


def test_her_anchors_are_there_from_the_start(cast):
    kinds = {a.kind: a.on for a in cast.ana.anchors.all()}
    assert kinds == {"enrolment": NOW.date(), "due_date": date(2027, 1, 27)}


def test_who_enrols_may_see_her(cast):
    assert Grant.objects.get(participant=cast.ana).staff == cast.ben


def test_a_coordinator_enrols_without_a_grant_of_her_own(cast):
    nora = mother(cast.clinic, cast.cam, "Nora")
    assert not nora.grants.exists()


def test_the_same_email_is_asked_about(cast):
    with pytest.raises(NeedsConfirmation):
        mother(cast.clinic, cast.ben, "Anna", email=" ANA@example.net ")
    with pytest.raises(NeedsConfirmation):
        mother(cast.clinic, cast.ben, "Ana", phone="")


def test_a_birth_before_enrolment_gives_both_anchors(cast):
    born = NOW.date() - timedelta(weeks=6)
    nora = mother(
        cast.clinic, cast.ben, "Nora", addressed="with_baby", due_date=born + timedelta(days=9),
        infants=[(born, "with_mother"), (born, "hospital")],
    )  # fmt: skip
    assert nora.anchors.get(kind="birth").on == born
    assert nora.pregnancies.get().outcome == "live_birth"


def test_a_recorded_birth_leaves_how_she_is_addressed_to_her(cast):
    pregnancy = cast.ana.pregnancies.get()
    record_birth(
        pregnancy=pregnancy, born_on=NOW.date(), places=["hospital"], addressed="expecting",
        by=cast.ben, now=NOW, confirmed=True,
    )  # fmt: skip
    cast.ana.refresh_from_db()
    pregnancy.refresh_from_db()
    assert (pregnancy.outcome, cast.ana.addressed) == ("live_birth", "expecting")


def test_a_birth_is_recorded_with_its_date_to_count_from_or_not_at_all(cast, monkeypatch):
    def broken(**_facts):
        raise RuntimeError("no anchor")

    monkeypatch.setattr("pathway.services.changes.recording.follow_facts", broken)
    pregnancy = cast.ana.pregnancies.get()
    with pytest.raises(RuntimeError):
        record_birth(
            pregnancy=pregnancy, born_on=NOW.date(), places=["hospital"], by=cast.ben, now=NOW
        )
    pregnancy.refresh_from_db()
    assert pregnancy.outcome == "ongoing"
    assert not pregnancy.infants.exists()


def test_assigning_opens_a_course_and_its_check_ins(cast):
    course = start(cast)
    assert course.assigned.count() == 2
    assert cast.ana.occurrences.filter(rule__kind="check_in").count() == 8


def test_content_without_her_language_cannot_be_assigned(cast):
    nora = mother(cast.clinic, cast.ben, "Nora", language="es")
    with pytest.raises(BadInput):
        assign(
            participant=nora, curriculum=released(*CURRICULUM),
            battery=released("battery", "weekly-check-in"), starts_on=NOW.date(), by=cast.ben,
            now=NOW,
        )  # fmt: skip
    assert not Course.objects.exists() and not Battery.objects.exists()


def test_assigning_does_all_of_it_or_none(cast):
    """The check-in she still has cannot be given again: then there is no course either."""
    start(cast)
    cast.course.finished_at = NOW
    cast.course.save()
    with pytest.raises((BadInput, Conflict)):
        start(cast)
    assert Course.objects.count() == Battery.objects.count() == 1


def test_a_start_in_the_past_is_refused(cast):
    with pytest.raises(BadInput) as refused:
        assign(
            participant=cast.ana, curriculum=released(*CURRICULUM),
            battery=None, starts_on=NOW.date() - timedelta(days=1), by=cast.ben, now=NOW,
        )  # fmt: skip
    assert refused.value.field == "starts_on"
