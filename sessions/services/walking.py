"""Going through a session: may she, where is she, is it done."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.services import released
from catalog.types import Curriculum, SessionContent, Step
from kernel.clock import local_date
from kernel.errors import NotFound, WindowClosed
from measures.models import Administration
from measures.services import rests_after_loss, start_for_step
from measures.services.coming import expect_course_end, expect_with_session
from people.models import Participant
from schedule.models import Rule
from schedule.services import end_rule, mark_done, move_occurrence
from schedule.telling import opens_when
from schedule.windows import window
from sessions.models import AssignedSession, Course, StepEntry
from sessions.opening import AFTER_PREVIOUS, HELD, OPEN, opening
from sessions.progress import Progress, path, progress
from sessions.services.courses import rhythm


def content_of(assigned: AssignedSession) -> SessionContent:
    """What the session is, in the version its course began on."""
    curriculum: Curriculum = assigned.course.curriculum.content
    return curriculum.session(assigned.code)


def shelf_of(course: Course) -> AssignedSession | None:
    """The short practices of her course as a session to look into, or None where it has none.

    It is never assigned and never stored: nothing is due in it, nothing ends it. Its address is
    that of the course.
    """
    curriculum: Curriculum = course.curriculum.content
    if curriculum.shelf is None:
        return None
    return AssignedSession(
        public_id=course.public_id,
        course=course,
        code=curriculum.shelf.code,
        ordinal=curriculum.shelf.ordinal,
        first_opened_at=course.opened_at,
    )


def practice_name(assigned: AssignedSession, step_code: str) -> str:
    """Which content it was, for rows that outlive the course: more-companion@0/noticing/two."""
    curriculum = assigned.course.curriculum
    return f"{curriculum.code}@{curriculum.version}/{assigned.code}/{step_code}"


def path_of(assigned: AssignedSession, *, now: datetime | None = None) -> tuple[Step, ...]:
    """The steps she is asked to do, as she is addressed now (sessions.progress.path).

    Without `now` also those that rest for a time after a loss.
    """
    mother = assigned.course.participant
    addressed = mother.addressed

    def fits(code: str) -> bool:
        instrument = released("instrument", code).content
        rests = now is not None and rests_after_loss(instrument, mother, now=now)
        return instrument.fits(addressed) and not rests

    opened: set[str] = set()
    if assigned.pk:
        opened = set(assigned.releases.filter(ended_at=None).values_list("step", flat=True))
    return path(content_of(assigned), addressed, fits, opened)


def progress_of(assigned: AssignedSession, *, now: datetime | None = None) -> Progress:
    """Where she stands in it; two phones see the same."""
    steps = path_of(assigned, now=now)
    return progress(steps, _settled(assigned, steps))


def is_open_now(assigned: AssignedSession, *, now: datetime) -> bool:
    """Whether she may be in it: it is open, or she has done it and comes back."""
    return bool(assigned.completed_at) or _opening(assigned, now) == OPEN


@transaction.atomic
def enter_session(*, assigned: AssignedSession, now: datetime) -> AssignedSession:
    """Go in, and note the first time. Raises WindowClosed, saying what it waits for."""
    _refuse_closed(assigned, now)
    AssignedSession.objects.filter(pk=assigned.pk, first_opened_at=None).update(first_opened_at=now)
    assigned.refresh_from_db(fields=["first_opened_at"])
    return assigned


@transaction.atomic
def start_questions(*, assigned: AssignedSession, step_code: str, now: datetime) -> Administration:
    """Begin, or find again, the questionnaire of a step. Raises WindowClosed or NotFound."""
    enter_session(assigned=assigned, now=now)
    step = next((one for one in path_of(assigned, now=now) if one.code == step_code), None)
    if step is None or step.instrument is None:
        raise NotFound(_("There is no such page."))
    return start_for_step(
        participant=assigned.course.participant,
        assigned_uuid=assigned.public_id,
        step_code=step.code,
        instrument_code=step.instrument,
        now=now,
    )


@transaction.atomic
def complete_session(*, assigned: AssignedSession, now: datetime) -> bool:
    """Done when no step is left; True when it is done.

    It ended when its last step was done, not when that arrived. The next session opens so many
    days after that; after the last one the course is finished.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(
        pk=assigned.course.participant_id
    )
    assigned.refresh_from_db(fields=["completed_at"])
    if assigned.completed_at:
        return True
    assigned.course.participant = mother
    steps = path_of(assigned, now=now)
    settled = _settled(assigned, steps)
    if not progress(steps, settled).complete:
        return False
    ended = min(max(settled.values(), default=now), now)
    assigned.completed_at = ended
    assigned.save(update_fields=["completed_at"])
    mark_done(occurrence=assigned.occurrence, at=ended)
    _open_next(assigned, local_date(ended, mother.zone), now)
    _finish_course(assigned.course, ended)
    return True


def _settled(assigned: AssignedSession, steps: tuple[Step, ...]) -> dict[str, datetime]:
    """By step code, when it was first done (or stopped). A questionnaire by its own end."""
    if assigned.pk is None:
        return {}
    asked = {step.code for step in steps if step.instrument}
    entries = (
        StepEntry.objects.filter(assigned=assigned)
        .exclude(event=StepEntry.Event.REACHED)
        .exclude(step__in=asked)
        .order_by("-deposit__answered_at")
        .values_list("step", "deposit__answered_at")
    )
    prefix = f"{assigned.public_id}/"
    finished = Administration.objects.filter(
        participant=assigned.course.participant_id,
        asked_by__in=[prefix + code for code in asked],
        finished_at__isnull=False,
    ).values_list("asked_by", "finished_at")
    ends = {asked_by.removeprefix(prefix): end for asked_by, end in finished if end}
    done = dict(entries)
    # A twin done is the step done that it stands for.
    stood_for = {step.code: done[step.twin] for step in steps if step.twin in done}
    return stood_for | done | ends


def _opening(assigned: AssignedSession, now: datetime) -> str:
    earlier = assigned.course.assigned.filter(ordinal=assigned.ordinal - 1)
    return opening(
        now=now,
        opens_at=assigned.occurrence.opens_at,
        previous_done=not earlier.filter(completed_at=None).exists(),
        released=assigned.released_at is not None,
        held=assigned.held_at is not None,
        course_held=assigned.course.held_at is not None,
    )


def _refuse_closed(assigned: AssignedSession, now: datetime) -> None:
    if assigned.completed_at:
        return
    state = _opening(assigned, now)
    if state == OPEN:
        return
    if state == HELD:
        raise WindowClosed(_("This is on hold for now. Your care team can open it again."))
    if state == AFTER_PREVIOUS:
        raise WindowClosed(_("This opens after the one before it."))
    zone = assigned.course.participant.zone
    when = opens_when(assigned.occurrence.opens_at, now=now, zone=zone)
    raise WindowClosed(_("This opens %(when)s. Come back then.") % {"when": when})


def _open_next(assigned: AssignedSession, done_on: date, now: datetime) -> None:
    following = (
        assigned.course.assigned.select_related("occurrence")
        .filter(ordinal=assigned.ordinal + 1, completed_at=None)
        .first()
    )
    if following is None:
        return
    following.course = assigned.course
    content = content_of(following)
    occurrence = following.occurrence
    day = done_on + timedelta(days=content.opens_after_days)
    to = window(rhythm(1), occurrence.ordinal, day, occurrence.zone)
    move_occurrence(occurrence=occurrence, to=to)
    expect_with_session(
        participant=assigned.course.participant,
        course=assigned.course.public_id,
        ordinal=following.ordinal,
        day=day,
        now=now,
    )


def _finish_course(course: Course, at: datetime) -> None:
    if course.assigned.filter(completed_at=None).exists():
        return
    Course.objects.filter(pk=course.pk, finished_at=None).update(finished_at=at)
    course.refresh_from_db(fields=["finished_at"])
    end_rule(rule=Rule.objects.get(subject=course.public_id), now=at)
    expect_course_end(participant=course.participant, course=course.public_id, at=at)
