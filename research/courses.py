"""Courses of consenting mothers as rows of the export: how they were given, how far they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from research.cells import Cell
from sessions.models import Attendance, Course
from sessions.services import sessions_done

Row = tuple[Cell, ...]


def course_rows(mothers: list[int], codes: Mapping[int, str], *, as_of: datetime) -> Iterator[Row]:
    """Every course begun by `as_of`, mothers in order of pseudonym, then by its first day.

    A meeting belongs to the course that had begun when it was held. What was taken back later
    than `as_of` still counts: the same moment gives the same rows.
    """
    courses = Course.objects.filter(participant__in=mothers, opened_at__lte=as_of)
    held = _held(mothers, as_of)
    starts = _starts(courses.values_list("participant", "starts_on"))
    rows = list(courses.select_related("curriculum").order_by("starts_on", "pk"))
    for one in sorted(rows, key=lambda row: codes[row.participant_id]):
        mine = starts[one.participant_id]
        after = min((day for day in mine if day > one.starts_on), default=None)
        days = held.get(one.participant_id, [])
        came = sum(day >= one.starts_on and (after is None or day < after) for day in days)
        yield (
            codes[one.participant_id],
            one.curriculum.code,
            one.curriculum.version,
            one.delivery,
            one.starts_on,
            sum(part.role == "session" for part in one.curriculum.content.sessions),
            sessions_done(one, as_of=as_of),
            came,
            one.finished_at is not None and one.finished_at <= as_of,
        )


def _held(mothers: list[int], as_of: datetime) -> dict[int, list[date]]:
    rows = Attendance.objects.filter(participant__in=mothers, recorded_at__lte=as_of)
    found: dict[int, list[date]] = {}
    for pk, day in rows.exclude(undone_at__lte=as_of).values_list(
        "participant", "meeting__held_on"
    ):
        found.setdefault(pk, []).append(day)
    return found


def _starts(rows: Iterator[tuple[int, date]]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for pk, day in rows:
        found.setdefault(pk, []).append(day)
    return found
