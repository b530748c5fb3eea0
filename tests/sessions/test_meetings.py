"""Meetings: who came, counted apart from sessions done here."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kernel.errors import BadInput
from sessions.models import Attendance, Meeting
from sessions.services import meetings_attended, record_meeting, take_back_attendance
from tests.cast import NOW, make_cast, mother

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def held(cast, *mothers, **changes):
    told = {
        "clinic": cast.clinic,
        "held_on": date(2026, 11, 17),
        "form": "group",
        "topic": "",
        "mothers": mothers or [cast.ana],
        "by": cast.ben,
        "now": NOW,
    }
    return record_meeting(**(told | changes))


def test_each_who_came_is_counted_once_a_meeting(cast):
    maya = mother(cast.clinic, cast.ben, "Maya Cole")
    held(cast, cast.ana, maya)
    held(cast)
    assert meetings_attended([cast.ana.pk, maya.pk, cast.eva.pk]) == {cast.ana.pk: 2, maya.pk: 1}


def test_the_same_form_sent_twice_is_one_meeting(cast):
    key = uuid4()
    assert held(cast, key=key) == held(cast, key=key)
    assert Meeting.objects.count() == Attendance.objects.count() == 1


def test_what_is_taken_back_counts_no_more_but_stands_in_an_export_of_before(cast):
    held(cast)
    later = NOW + timedelta(hours=2)
    take_back_attendance(attendance=Attendance.objects.get(), now=later)
    assert meetings_attended([cast.ana.pk]) == {}
    assert meetings_attended([cast.ana.pk], as_of=NOW) == {cast.ana.pk: 1}
    assert meetings_attended([cast.ana.pk], as_of=later) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": date(2026, 11, 19)}, "held_on"),
        ({"held_on": date(2025, 11, 1)}, "held_on"),
        ({"form": "call"}, "form"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_and_says_where(cast, changes, field):
    with pytest.raises(BadInput) as refused:
        held(cast, **changes)
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_nobody_strangers_and_two_at_a_visit_are_refused(cast):
    maya = mother(cast.clinic, cast.ben, "Maya Cole")
    for mothers, form in [([], "group"), ([cast.eva], "group"), ([cast.ana, maya], "individual")]:
        with pytest.raises(BadInput):
            held(cast, mothers=mothers, form=form)
    assert not Meeting.objects.exists()
