"""A course, and the check-ins that hang on it."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from catalog.models import ContentVersion
from catalog.types import COURSE_END, EACH_SESSION
from kernel.clock import local_date
from kernel.errors import BadInput
from measures.services import assign_battery
from measures.services.coming import anchor_kind_of
from people.models import Delivery, Participant, User
from people.services import newest_pregnancy
from reminders.services import preference_of
from schedule.models import AnchorRevision
from schedule.services import set_anchor
from sessions.models import Course
from sessions.services import open_course
from sessions.services.courses import expect_open_session

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
    curriculum: ContentVersion | None,
    battery: ContentVersion | None,
    starts_on: date,
    delivery: str = Delivery.COMPANION,
    asked_after_loss: bool = False,
    by: User,
    now: datetime,
) -> Course | None:
    """Open a course, hang a questionnaire battery on it, or give the battery alone.

    Alone it counts from the same day: a mother whose language has no sessions yet has her
    check-ins all the same. Raises BadInput when neither is chosen, when content lacks her
    language, asks what the clinic is not ready to answer or was not approved by it to be given
    this way, soon after a loss when it touches that (unless `asked_after_loss`), and for a start
    in the past or beyond a year.
    """
    if curriculum is None and battery is None:
        raise BadInput("Choose a curriculum, a check-in, or both.", field="curriculum")
    check_start(starts_on, local_date(now, participant.zone))
    with transaction.atomic():
        course = None
        if curriculum is not None:
            course = open_course(
                participant=participant,
                content_version=curriculum,
                starts_on=starts_on,
                delivery=delivery,
                by=by,
                now=now,
            )
        if battery is not None:
            _give(participant, battery, course, starts_on, asked_after_loss, by, now)
    return course


def _give(
    participant: Participant,
    battery: ContentVersion,
    course: Course | None,
    starts_on: date,
    asked_after_loss: bool,
    by: User,
    now: datetime,
) -> None:
    preference = preference_of(participant)
    assign_battery(
        participant=participant,
        content_version=battery,
        anchor_subject=_anchor_subject(participant, battery, course, starts_on, by, now),
        asked_after_loss=asked_after_loss,
        quiet=(preference.quiet_from, preference.quiet_until),
        by=by,
        now=now,
    )
    if battery.content.rule.kind == EACH_SESSION:
        expect_open_session(course=_course_of(participant, course), now=now)


def _course_of(participant: Participant, course: Course | None) -> Course:
    """The course that brings it: the one opened now, or that she is on."""
    found = course or participant.courses.filter(finished_at=None).first()
    if found is None:
        raise BadInput("This comes with a course: give her one first.", field="battery")
    return found


def _anchor_subject(
    participant: Participant,
    battery: ContentVersion,
    course: Course | None,
    starts_on: date,
    by: User,
    now: datetime,
) -> UUID:
    """Whose date a battery's rule counts from."""
    spec = battery.content.rule
    kind = anchor_kind_of(spec)
    if spec.kind in (EACH_SESSION, COURSE_END):
        return _course_of(participant, course).public_id
    if kind == AnchorRevision.Kind.COURSE_START:
        return course.public_id if course else _start_alone(participant, starts_on, by, now)
    if kind == AnchorRevision.Kind.ENROLMENT:
        return participant.public_id
    pregnancy = newest_pregnancy(participant)
    if pregnancy is None:
        raise BadInput("Record her pregnancy first: these count from it.", field="battery")
    return pregnancy.public_id


def _start_alone(participant: Participant, starts_on: date, by: User, now: datetime) -> UUID:
    """A start of its own, so that what is given later does not move what was given before."""
    subject = uuid4()
    set_anchor(
        participant=participant,
        kind=AnchorRevision.Kind.COURSE_START,
        subject=subject,
        on=starts_on,
        source="check-ins alone",
        by=by,
        now=now,
    )
    return subject
