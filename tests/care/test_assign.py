"""Assigning: the days are shown before anything is written; lacking words are a reason not to."""

from django.utils import timezone

from catalog.models import ContentVersion
from catalog.services import released
from measures.models import Battery
from safety.models import Duty
from schedule.services import start_pause
from sessions.models import Course
from tests.cast import CURRICULUM, NOW, mother, start
from tests.releasing import BATTERY, QUESTIONS, made

CHOSEN = {
    "curriculum": "more-companion",
    "battery": "weekly-check-in",
    "starts_on": "2026-11-20",
    "delivery": "companion",
}


def path(one) -> str:
    return f"/staff/mothers/{one.public_id}/assign/"


def test_showing_the_days_writes_nothing(cast, ben):
    page = ben.post(path(cast.ana), CHOSEN | {"preview": "1"}).content.decode()
    assert "Fri 20 Nov 2026" in page
    assert "Fri 20 Nov, 06:00" in page
    assert not Course.objects.exists()


def test_the_days_shown_are_the_days_made(cast, ben):
    ben.post(path(cast.ana), CHOSEN | {"assign": "1"})
    course = Course.objects.get(participant=cast.ana)
    opens = course.assigned.first().occurrence.opens_at
    assert opens.isoformat() == "2026-11-20T11:00:00+00:00"
    assert Battery.objects.get(participant=cast.ana).content.code == "weekly-check-in"


def test_a_start_in_the_past_is_refused_at_its_field(cast, ben):
    page = ben.post(path(cast.ana), CHOSEN | {"assign": "1", "starts_on": "2026-11-01"})
    assert "in the past where she lives" in page.content.decode()
    assert not Course.objects.exists()


def test_content_without_her_language_cannot_be_chosen_and_says_why(cast, ben):
    english = released(*CURRICULUM)
    body = english.body | {"structure": english.body["structure"] | {"version": "99"}}
    ContentVersion.objects.create(
        kind="curriculum",
        code="more-companion",
        version="99",
        status="draft",
        structure_hash="e" * 64,
        wording_hashes=english.wording_hashes,
        body=body,
        registered_at=NOW,
    )
    luz = mother(cast.clinic, cast.ben, "Luz Vega", language="es")
    page = ben.get(path(luz)).content.decode()
    assert "no wording in Spanish yet" in page
    ben.post(path(luz), CHOSEN | {"assign": "1"})
    assert not Course.objects.exists() and not Battery.objects.exists()


def test_check_ins_alone_are_for_whoever_has_no_sessions_in_her_language(cast, ben):
    luz = mother(cast.clinic, cast.ben, "Luz Vega", language="es")
    told = ben.post(path(luz), CHOSEN | {"curriculum": "", "assign": "1"}, follow=True)
    assert "The first check-in opens Fri 20 Nov, 06:00" in told.content.decode()
    assert not Course.objects.exists()
    first = luz.occurrences.earliest("ordinal")
    assert (first.day.isoformat(), first.anchor.source) == ("2026-11-20", "check-ins alone")


def test_neither_is_no_choice(cast, ben):
    page = ben.post(path(cast.ana), CHOSEN | {"curriculum": "", "battery": "", "assign": "1"})
    assert "Choose a curriculum, a check-in, or both." in page.content.decode()


def test_she_is_on_one_course_at_a_time(cast, ben):
    start(cast, timezone.now())
    assert "on a course already" in ben.get(path(cast.ana)).content.decode()
    ben.post(path(cast.ana), CHOSEN | {"battery": "", "assign": "1"})
    assert Course.objects.count() == 1


def test_no_check_in_is_a_choice(cast, ben):
    ben.post(path(cast.ana), CHOSEN | {"battery": "", "assign": "1"})
    assert Course.objects.count() == 1
    assert not Battery.objects.exists()


def test_another_check_in_can_be_given_beside_a_course(cast, ben):
    start(cast, timezone.now())
    before = list(cast.ana.occurrences.values_list("pk", "day"))
    ground = CHOSEN | {"curriculum": "", "battery": "steady-ground", "assign": "1"}
    ben.post(path(cast.ana), ground)
    assert cast.ana.batteries.filter(ended_at=None).count() == 2
    kept = cast.ana.occurrences.filter(pk__in=[pk for pk, _day in before])
    assert list(kept.values_list("pk", "day")) == before


def test_the_usual_check_in_is_chosen_beforehand(cast, ben):
    page = ben.get(path(cast.ana)).content.decode()
    assert 'value="weekly-check-in" checked' in page


def test_a_clinic_that_is_not_ready_sees_what_is_missing_and_can_assign_nothing_watched(cast, ben):
    Duty.objects.filter(rung="back_up").update(until=timezone.now())
    page = ben.get(path(cast.ana)).content.decode()
    assert "Name a back-up" in page
    assert 'value="weekly-check-in" disabled' in page
    ben.post(path(cast.ana), CHOSEN | {"assign": "1"})
    assert not Battery.objects.exists()


def test_after_a_loss_the_tick_is_there_and_needed(cast, ben):
    start_pause(participant=cast.ana, lost_on=NOW.date(), by=cast.ben, now=NOW)
    first_weeks = CHOSEN | {"curriculum": "", "battery": "first-weeks", "assign": "1"}
    page = ben.post(path(cast.ana), first_weeks).content.decode()
    assert "Parenting and closeness" in page and "Tick the box" in page
    assert not Battery.objects.exists()
    ben.post(path(cast.ana), first_weeks | {"asked_after_loss": "on"})
    assert Battery.objects.get().asked_after_loss


def test_without_a_loss_there_is_no_tick(cast, ben):
    assert "asked_after_loss" not in ben.get(path(cast.ana)).content.decode()


def test_a_stand_in_says_why_it_cannot_be_given_and_whom_it_is_for(cast, ben):
    applies = {"gestation_weeks": [20, 42]}
    made(QUESTIONS, applies=applies, incomplete="its key is not known")
    made(BATTERY, rule={"kind": "self_started"})
    page = " ".join(ben.get(path(cast.ana)).content.decode().split())
    assert "whenever she wants to; about 1 min each time" in page
    assert "Mood, stand-in: only from week 20 to week 42 of pregnancy." in page
    assert "kept and exported, not scored (its key is not known)" in page
    assert "stand-in wording for the demo" not in page
    type(cast.clinic).objects.update(is_synthetic=False)
    page = ben.get(path(cast.ana)).content.decode()
    assert "“Mood, stand-in” is stand-in wording for the demo" in page
