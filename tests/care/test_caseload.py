"""The caseload: whose it is, what it says, and how much it asks of the database."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import ReadEvent
from care.caseload import caseload
from catalog.services import released
from pathway.services import assign, record_loss
from people.services import set_addressed
from schedule.models import Rule
from tests.care.conftest import answer_check_in
from tests.cast import NOW, agree, mother, pair, start


def rows(cast, user=None):
    """By first name."""
    found = caseload(user or cast.ben, now=timezone.now())
    return {row.name.split()[0]: row for row in found}


def queries(client, path="/staff/") -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_it_says_where_she_is_and_what_is_due(answered):
    ana = rows(answered)["Ana"]
    assert ana.where.text == "pregnant, 30 w 0 d"
    assert ana.course.text == "session 1 of 2"
    assert (ana.due.text, ana.due.now) == ("session 1", True)
    assert str(ana.stress.last.point.value) == "4.50"
    assert ana.craving == "4.00"


def test_last_finished_is_work_and_not_a_sign_in(cast):
    start(cast)
    assert rows(cast)["Ana"].last_done is None
    answer_check_in(cast, 4)
    assert rows(cast)["Ana"].last_done is not None


def test_a_check_in_that_is_open_is_due_before_what_comes_later(cast):
    start(cast)
    ana = rows(cast)["Ana"]
    assert (ana.due.text, ana.due.now) == ("check-in", True)


def test_a_course_on_hold_says_so_and_asks_for_nothing(answered):
    answered.course.held_at = timezone.now()
    answered.course.save()
    ana = rows(answered)["Ana"]
    assert ana.course.held
    assert ana.due is None or ana.due.text == "check-in"


def test_how_she_is_spoken_to_is_shown_only_where_the_facts_say_otherwise(cast):
    assert rows(cast)["Ana"].spoken == ""
    cast.ana.addressed = "no_baby_talk"
    cast.ana.save()
    assert rows(cast)["Ana"].spoken == "no baby talk"


def test_after_a_loss_nothing_is_due_and_nobody_calls_it_fading(answered, ben):
    record_loss(
        pregnancy=answered.ana.pregnancies.get(), outcome="miscarriage",
        on=NOW.date() - timedelta(days=1), by=answered.ben, now=timezone.now(),
    )  # fmt: skip
    later = timezone.now() + timedelta(days=30)
    (ana,) = caseload(answered.ben, now=later)
    assert (ana.rests, ana.due, ana.fading) == (True, None, False)
    assert "nothing, after a loss" in ben.get("/staff/?show=rests").content.decode()
    for filtered in ("due", "quiet"):
        assert "Ana Reyes" not in ben.get(f"/staff/?show={filtered}").content.decode()
    hers = ben.get(f"/staff/mothers/{answered.ana.public_id}/").content.decode()
    assert '<span class="tag due">open</span>' not in hers


def test_a_check_in_she_is_not_shown_is_not_due(cast):
    """What hangs on a birth is not asked of a mother who wants no baby talk."""
    assign(
        participant=cast.ana, battery=released("battery", "weekly-check-in"), curriculum=None,
        starts_on=NOW.date(), by=cast.ben, now=NOW,
    )  # fmt: skip
    Rule.objects.filter(participant=cast.ana).update(anchor_kind="birth")
    assert rows(cast)["Ana"].due
    set_addressed(participant=cast.ana, addressed="no_baby_talk")
    assert rows(cast)["Ana"].due is None


def test_a_clinician_sees_whom_she_is_given_and_nobody_else(cast):
    assert set(rows(cast, cast.ben)) == {"Ana"}
    assert rows(cast, cast.bea) == {}
    assert set(rows(cast, cast.dan)) == {"Eva"}


def test_a_coordinator_sees_the_clinic_without_scores_or_concerns(worried, desk):
    page = desk(worried.cam).get("/staff/").content.decode()
    assert "Ana Reyes" in page
    assert "Eva Stone" not in page
    assert "Urges" not in page
    assert "Needs me now" not in page


def test_an_open_concern_stands_above_everyone(worried, ben):
    page = ben.get("/staff/").content.decode()
    assert page.index("Needs me now") < page.index("Everyone")
    assert "Ana Reyes · act now" in page


def test_sort_and_filter_keep_the_address(answered, ben):
    mother(answered.clinic, answered.ben, "Zoe Adler")
    page = ben.get("/staff/?show=unassigned&sort=name").content.decode()
    assert "Zoe Adler" in page
    assert "Ana Reyes" not in page
    assert "?sort=due&amp;show=unassigned&amp;q=" in page


def test_nonsense_in_the_address_is_the_plain_list(answered, ben):
    assert ben.get("/staff/?show=x&sort=y").status_code == 200


@pytest.mark.parametrize("sort", ["name", "where", "course", "craving", "done", "due"])
def test_every_column_sorts_also_where_it_is_empty(answered, ben, sort):
    mother(answered.clinic, answered.ben, "Zoe Adler")
    assert ben.get(f"/staff/?sort={sort}").status_code == 200


def test_looking_is_noted_with_whom_it_showed(cast, ben):
    ben.get("/staff/")
    seen = ReadEvent.objects.get(kind="listed", model="people.Participant")
    assert seen.actor == cast.ben.actor
    assert seen.ids == [cast.ana.public_id]


def test_the_number_of_queries_does_not_grow_with_the_mothers(answered, ben):
    queries(ben)
    many(answered, 0)
    few = queries(ben)
    for number in range(1, 12):
        many(answered, number)
    assert queries(ben) == few


def many(cast, number: int) -> None:
    """Another mother with a phone, a course and two check-ins answered."""
    one = mother(cast.clinic, cast.ben, f"Mother{number} Test", now=NOW)
    device, _token = pair(one, cast.ben)
    agree(one, device, "care")
    like = type(cast)(**{**vars(cast), "ana": one, "phone": device})
    start(like, NOW)
    answer_check_in(like, 5, now=NOW + timedelta(hours=2))


@pytest.mark.soak
def test_500_mothers_fit(answered, ben):
    for number in range(499):
        many(answered, number)
    took = []
    for _time in range(5):
        begun = time.perf_counter()
        assert ben.get("/staff/").status_code == 200
        took.append(time.perf_counter() - begun)
    assert sorted(took)[2] < 2.0, took
