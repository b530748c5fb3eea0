"""One mother's page: her course and her check-ins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from care.plan import said_of
from care.sheets import Sheet
from care.where import InfantFacts, PregnancyFacts, Where, where_she_is
from catalog.types import SessionContent
from kernel.clock import local_date
from pathway.due import PAUSE
from people.models import Infant, Participant, Pregnancy
from reminders.services import open_to_her, with_questions
from schedule.models import Occurrence, Rule
from sessions.models import AssignedSession, Course, StepEntry
from sessions.opening import AFTER_PREVIOUS, HELD, TOO_EARLY, opening

# After a loss nothing is due, whatever its own state is; on a quiet day nothing that is open now.
RESTS = "rests"
OPEN_NOW, NEXT, NOT_ASKED = "open", "next", "not asked of her now"


@dataclass(frozen=True)
class Written:
    """What she wrote at one step, as it stands now; her page said who can read it."""

    step: str
    text: str
    at: datetime
    zone: str


@dataclass(frozen=True)
class SessionRow:
    """One session of her course and what staff may do with it."""

    assigned: AssignedSession
    called: str
    title: str
    state: str
    tag: str
    opens_at: datetime
    written: list[Written]
    can_hold: bool
    can_resume: bool
    can_release: bool


@dataclass(frozen=True)
class CheckIn:
    """One window and the sheets in it."""

    occurrence: Occurrence | None
    state: str
    tag: str
    sheets: list[Sheet]


def where_now(mother: Participant, *, now: datetime) -> Where:
    """How far she is on her own day."""
    pregnancies = list(mother.pregnancies.order_by("pk"))
    children = {one.pk: list(one.infants.order_by("born_on", "pk")) for one in pregnancies}
    return where_she_is(as_facts(pregnancies, children), local_date(now, mother.zone))


def as_facts(
    pregnancies: Iterable[Pregnancy], children: Mapping[int, list[Infant]]
) -> list[PregnancyFacts]:
    """Rows as plain values; the children by their pregnancy's primary key."""
    return [
        PregnancyFacts(
            one.due_date,
            one.outcome,
            one.outcome_on,
            tuple(InfantFacts(row.born_on, row.place) for row in children.get(one.pk, [])),
        )
        for one in pregnancies
    ]


def sessions_of(
    course: Course, *, now: datetime, clinical: bool, rests: str = ""
) -> list[SessionRow]:
    """Every session with its state, in order; her words only for those who may read them.

    `rests` is why nothing is due to her now (pathway.due.rests_now), or nothing.
    """
    content = course.curriculum.content
    assigned = list(course.assigned.select_related("occurrence").order_by("ordinal"))
    written = _written(course, assigned) if clinical else {}
    rows, before_done = [], True
    for one in assigned:
        state = opening(
            now=now,
            opens_at=one.occurrence.opens_at,
            previous_done=before_done,
            released=one.released_at is not None,
            held=one.held_at is not None,
            course_held=course.held_at is not None,
        )
        before_done = one.completed_at is not None
        part = content.session(one.code)
        if rests == PAUSE or (rests and state == OPEN_NOW):
            state = RESTS
        rows.append(_session_row(one, part, state, written.get(one.pk, [])))
    return rows


def _written(course: Course, assigned: list[AssignedSession]) -> dict[int, list[Written]]:
    """By session, the last words of each step."""
    content = course.curriculum.content
    entries = (
        StepEntry.objects.standing()
        .filter(assigned__in=assigned, event=StepEntry.Event.REFLECTION, text__isnull=False)
        .select_related("deposit", "assigned")
        .order_by("deposit__answered_at", "pk")
    )
    last = {(entry.assigned_id, entry.step): entry for entry in entries}
    found: dict[int, list[Written]] = {}
    for (pk, code), entry in last.items():
        if entry.text:
            step = content.session(entry.assigned.code).step(code)
            deposit = entry.deposit
            words = Written(step.title("en"), entry.text, deposit.answered_at, deposit.zone)
            found.setdefault(pk, []).append(words)
    return found


def _session_row(
    one: AssignedSession, part: SessionContent, state: str, written: list[Written]
) -> SessionRow:
    words, tag = _session_words(one, state)
    left = one.completed_at is None
    return SessionRow(
        assigned=one,
        called=said_of(part),
        title=part.title("en"),
        state=words,
        tag=tag,
        opens_at=one.occurrence.opens_at,
        written=written,
        can_hold=left and one.held_at is None,
        can_resume=left and one.held_at is not None,
        can_release=left and state in (AFTER_PREVIOUS, TOO_EARLY),
    )


def _session_words(one: AssignedSession, state: str) -> tuple[str, str]:
    if one.completed_at:
        return "done", "done"
    if state == RESTS:
        return "rests", ""
    if state == HELD:
        return "on hold", "due"
    if state == AFTER_PREVIOUS:
        return "after the one before", ""
    if state == TOO_EARLY:
        return "opens on its day", ""
    return ("begun" if one.first_opened_at else "open"), "due"


def check_ins_of(
    mother: Participant, sheets: list[Sheet], *, now: datetime, rests: str = ""
) -> list[CheckIn]:
    """Windows that have opened and the next one, newest first, then what a session asked."""
    rows = mother.occurrences.filter(rule__kind=Rule.Kind.CHECK_IN).order_by("opens_at")
    opened = [row for row in rows if row.opens_at <= now]
    coming = [row for row in rows if row.opens_at > now and row.cancelled_at is None][:1]
    asked, found = _asked([*opened, *coming], now), []
    for row in reversed([*opened, *coming]):
        state, tag = _window_words(row, now)
        if (rests and state == OPEN_NOW) or (rests == PAUSE and state == NEXT):
            state, tag = RESTS, ""
        elif state in (OPEN_NOW, NEXT) and row.pk not in asked:
            state, tag = NOT_ASKED, ""
        inside = [sheet for sheet in reversed(sheets) if sheet.occurrence == row.pk]
        found.append(CheckIn(row, state, tag, inside))
    found += [
        CheckIn(None, "asked in a session", "", [sheet])
        for sheet in sheets
        if sheet.occurrence is None
    ]
    return found


def _asked(rows: list[Occurrence], now: datetime) -> set[int]:
    """Which of these she is really asked, now or when they open: as her phone has it."""
    waiting = [row.pk for row in rows if _window_words(row, now)[0] in (OPEN_NOW, NEXT)]
    fitting = open_to_her(Occurrence.objects.pending().filter(pk__in=waiting))
    shown = with_questions(list(fitting.select_related("rule", "participant")), now=now)
    return {row.pk for row in shown}


def _window_words(row: Occurrence, now: datetime) -> tuple[str, str]:
    if row.done_at:
        return "done", "done"
    if row.cancelled_at:
        return "not needed any more", ""
    if row.opens_at > now:
        return NEXT, ""
    if row.closes_at and row.closes_at <= now:
        return "closed, not finished", ""
    return OPEN_NOW, "due"
