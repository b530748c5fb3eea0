"""Opening a course for a mother, and what staff do with it: hold, resume, release."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from catalog.models import ContentVersion
from catalog.types import Curriculum
from kernel.clock import local_date
from kernel.errors import BadInput, Conflict
from measures.services.askable import refuse_unaskable, to_ask
from measures.services.assigning import (
    refuse_language,
    refuse_other_kind,
    refuse_unready,
)
from measures.services.coming import expect_with_session
from people.models import Delivery, Participant, User
from people.services import deliveries_for
from schedule.models import AnchorRevision, Rule
from schedule.services import add_rule, move_occurrence, set_anchor
from schedule.windows import Rhythm, window
from sessions.models import AssignedSession, Course

# On her wall clock. A session never closes: she may take as long as she needs.
OPENS = time(6)
REMIND = time(10)


def curriculum_languages(content_version: ContentVersion) -> tuple[str, ...]:
    """The languages in which the curriculum and everything it asks can be given."""
    content = content_version.content
    asked = [to_ask(code).languages for code in asked_in(content)]
    return tuple(lang for lang in content.languages if all(lang in langs for langs in asked))


def asked_in(content: Curriculum) -> list[str]:
    """The codes of the instruments its steps ask."""
    steps = [step for one in content.sessions for step in one.steps]
    return sorted({step.instrument for step in steps if step.instrument})


@transaction.atomic
def open_course(
    *,
    participant: Participant,
    content_version: ContentVersion,
    starts_on: date,
    delivery: str = Delivery.COMPANION,
    by: User,
    now: datetime,
) -> Course:
    """Begin a mother's way through a curriculum, on this version to its end.

    Each session gets its first planned day, counted from the start; the real day follows from
    when the one before it is done. Raises BadInput when content lacks her language, asks what
    cannot be asked there (no wording, a stand-in) or what the clinic is not ready to answer, or
    was not approved by it for this way of giving it; Conflict when she has a course already.
    """
    refuse_other_kind(content_version, "curriculum")
    content = content_version.content
    title, asks = content.title("en"), asked_in(content)
    refuse_unaskable(title=title, asks=asks, clinic=participant.clinic)
    languages = curriculum_languages(content_version)
    refuse_language(title=title, languages=languages, wanted=participant.language)
    refuse_unready(title=title, asks=asks, clinic=participant.clinic, now=now)
    if delivery not in deliveries_for(participant.clinic, content_version):
        raise BadInput(
            f"Her clinic has not approved {content_version.code}@{content_version.version} "
            "to be given this way. An admin approves it on the Content page.",
            field="delivery",
        )
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if mother.courses.filter(finished_at=None).exists():
        raise Conflict("She is on a course already. It ends before another begins.")
    course = Course.objects.create(
        participant=participant,
        curriculum=content_version,
        delivery=delivery,
        starts_on=starts_on,
        opened_by=by,
        opened_at=now,
    )
    set_anchor(
        participant=participant,
        kind=AnchorRevision.Kind.COURSE_START,
        subject=course.public_id,
        on=starts_on,
        source="assigned",
        by=by,
        now=now,
    )
    _assign_sessions(course, content, now)
    return course


def sessions_done(course: Course, *, as_of: datetime | None = None) -> int:
    """How many of its sessions are done (by `as_of`); what opens or closes it is none."""
    content = course.curriculum.content
    rows = course.assigned.exclude(completed_at=None)
    if as_of is not None:
        rows = rows.filter(completed_at__lte=as_of)
    done = rows.values_list("code", flat=True)
    return sum(content.session(code).role == "session" for code in done)


def rhythm(sessions: int) -> Rhythm:
    """The wall-clock times of a course. Its days differ: each session says its own."""
    return Rhythm(
        first_day=0, every_days=0, times=sessions, opens_at=OPENS, remind_at=REMIND, open_days=0
    )


def _assign_sessions(course: Course, content: Curriculum, now: datetime) -> None:
    beat = rhythm(len(content.sessions))
    rule = add_rule(
        participant=course.participant,
        kind=Rule.Kind.SESSION,
        subject=course.public_id,
        anchor_kind=AnchorRevision.Kind.COURSE_START,
        anchor_subject=course.public_id,
        rhythm=beat,
        now=now,
    )
    day = course.starts_on
    occurrences = rule.occurrences.order_by("ordinal")
    for one, occurrence in zip(content.sessions, occurrences, strict=True):
        day += timedelta(days=one.opens_after_days)
        planned = window(beat, one.ordinal, day, occurrence.zone)
        move_occurrence(occurrence=occurrence, to=planned)
        AssignedSession.objects.create(
            course=course, code=one.code, ordinal=one.ordinal, occurrence=occurrence
        )


@transaction.atomic
def hold_course(*, course: Course, now: datetime) -> Course:
    """Nothing of it opens and nothing is due until it is resumed. Twice is once."""
    course = _locked_course(course)
    if course.finished_at:
        raise BadInput("This course is finished: there is nothing to hold.")
    if course.held_at is None:
        course.held_at = now
        course.save(update_fields=["held_at"])
    return course


@transaction.atomic
def resume_course(*, course: Course) -> Course:
    """Go on where it stood: a session whose day came meanwhile is open."""
    course = _locked_course(course)
    course.held_at = None
    course.save(update_fields=["held_at"])
    return course


@transaction.atomic
def hold_session(*, assigned: AssignedSession, now: datetime) -> AssignedSession:
    """Keep one session shut, whatever its day."""
    assigned = _locked_session(assigned)
    if assigned.completed_at:
        raise BadInput("She has done this session: there is nothing to hold.")
    if assigned.held_at is None:
        assigned.held_at = now
        assigned.save(update_fields=["held_at"])
    return assigned


@transaction.atomic
def resume_session(*, assigned: AssignedSession) -> AssignedSession:
    """Let it open by its own day again."""
    assigned = _locked_session(assigned)
    assigned.held_at = None
    assigned.save(update_fields=["held_at"])
    return assigned


@transaction.atomic
def release_session(*, assigned: AssignedSession, by: User, now: datetime) -> AssignedSession:
    """Open it now, before its day and whether or not the one before is done; lifts its hold."""
    assigned = _locked_session(assigned)
    if assigned.completed_at:
        raise BadInput("She has done this session: it is open to her already.")
    assigned.held_at = None
    if assigned.released_at is None:
        assigned.released_at, assigned.released_by = now, by
    assigned.save(update_fields=["held_at", "released_at", "released_by"])
    mother = assigned.course.participant
    expect_with_session(
        participant=mother,
        course=assigned.course.public_id,
        ordinal=assigned.ordinal,
        day=local_date(now, mother.zone),
        now=now,
    )
    return assigned


def expect_open_session(*, course: Course, now: datetime) -> None:
    """Check-ins that come with each session were given now: that of the session she is at opens."""
    mother = course.participant
    left = course.assigned.filter(completed_at=None).select_related("occurrence")
    at = left.order_by("ordinal").first()
    if at is not None:
        day = max(at.occurrence.day, local_date(now, mother.zone))
        expect_with_session(
            participant=mother, course=course.public_id, ordinal=at.ordinal, day=day, now=now
        )


def _locked_course(course: Course) -> Course:
    return Course.objects.select_for_update(no_key=True).get(pk=course.pk)


def _locked_session(assigned: AssignedSession) -> AssignedSession:
    return AssignedSession.objects.select_for_update(no_key=True).get(pk=assigned.pk)
