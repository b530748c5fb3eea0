"""A course, and the check-ins that hang on it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from catalog.models import ContentVersion
from kernel.clock import local_date
from kernel.errors import BadInput
from measures.services import assign_battery
from people.models import Participant, User
from schedule.models import AnchorRevision
from sessions.models import Course
from sessions.services import open_course

FURTHEST_START = timedelta(days=366)


def check_start(starts_on: date, today: date) -> None:
    """A course begins today or later where she lives, and within a year."""
    if starts_on < today:
        raise BadInput("The start is in the past where she lives.", field="starts_on")
    if starts_on - today > FURTHEST_START:
        raise BadInput("The start is more than a year away. Check the year.", field="starts_on")


def assign(
    *,
    participant: Participant,
    curriculum: ContentVersion,
    battery: ContentVersion | None,
    starts_on: date,
    by: User,
    now: datetime,
) -> Course:
    """Open a course and hang a questionnaire battery on it, or neither.

    Raises BadInput when content lacks her language or the start lies in the past, or beyond a year.
    """
    check_start(starts_on, local_date(now, participant.zone))
    with transaction.atomic():
        course = open_course(
            participant=participant,
            content_version=curriculum,
            starts_on=starts_on,
            by=by,
            now=now,
        )
        if battery is not None:
            assign_battery(
                participant=participant,
                content_version=battery,
                anchor_subject=_anchor_subject(participant, course, battery.content.rule.anchor),
                by=by,
                now=now,
            )
    return course


def _anchor_subject(participant: Participant, course: Course, kind: str) -> UUID:
    """Whose date a battery's rule counts from."""
    if kind == AnchorRevision.Kind.COURSE_START:
        return course.public_id
    if kind == AnchorRevision.Kind.ENROLMENT:
        return participant.public_id
    return participant.pregnancies.latest("recorded_at").public_id
