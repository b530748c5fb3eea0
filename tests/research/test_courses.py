"""Courses in the export: how they were given, and meetings apart from sessions done here."""

from datetime import timedelta

from sessions.models import Attendance
from sessions.services import record_meeting, take_back_attendance
from tests.research.conftest import AS_OF, LATER, THEN
from tests.research.test_export import made, tables


def rows(cast, as_of=AS_OF) -> list[dict[str, str]]:
    return tables(made(cast, as_of=as_of).file.body)["courses.csv"]


def meet(cast, *, days: int = 0):
    record_meeting(
        clinic=cast.clinic,
        held_on=cast.course.starts_on + timedelta(days=days),
        form="individual",
        topic="",
        mothers=[cast.ana],
        by=cast.ben,
        now=THEN,
    )


def test_a_course_is_a_row_with_its_delivery_and_both_counts(cast, answered):
    meet(cast)
    cast.course.assigned.filter(ordinal=1).update(completed_at=THEN)
    (row,) = rows(cast)
    wanted = {
        "curriculum": "more-companion", "delivery": "companion", "sessions_done": "1",
        "meetings_attended": "1", "finished": "0",
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted
    assert row["starts_on"] == cast.course.starts_on.isoformat()


def test_a_meeting_before_it_began_is_not_of_the_course(cast, answered):
    meet(cast, days=-1)
    assert rows(cast)[0]["meetings_attended"] == "0"


def test_the_same_moment_gives_the_same_row_whatever_is_taken_back_later(cast, answered):
    meet(cast)
    take_back_attendance(attendance=Attendance.objects.get(), now=AS_OF + timedelta(minutes=30))
    assert rows(cast)[0]["meetings_attended"] == "1"
    assert rows(cast, LATER)[0]["meetings_attended"] == "0"


def test_what_was_done_after_the_moment_is_not_in_it(cast, answered):
    done = AS_OF + timedelta(minutes=30)
    cast.course.assigned.filter(ordinal=1).update(completed_at=done)
    assert rows(cast)[0]["sessions_done"] == "0"
