"""What her practices really were, which were not good for her, and what waits for a release."""

from dataclasses import dataclass
from datetime import datetime

from care.plan import said_of
from catalog.services import released
from catalog.types import Curriculum
from kernel.errors import BadInput
from people.models import Participant
from sessions.models import AssignedSession, Course, HarmRecord, PracticeEntry, StepEntry
from sessions.services import content_of, practice_name

ENDED = (StepEntry.Event.DONE, StepEntry.Event.LEFT, StepEntry.Event.STOPPED)
SHOWN = 40
EVENTS = {"done": "done", "left": "left before the end", "stopped": "not good for her"}
CUTS = {"full": "full length", "five": "5 minutes", "two": "2 minutes", "": ""}
ANCHORS = {"breath": "her breath", "sounds": "sounds", "hands": "hands or feet", "see": "sight"}


@dataclass(frozen=True)
class DoseRow:
    """One practice as it was."""

    title: str
    at: datetime
    zone: str
    event: str
    cut: str
    anchor: str
    # In view, as minutes and seconds; empty where it was not measured.
    ran: str
    before: int | None
    after: int | None
    where: str

    @property
    def how(self) -> str:
        """Which length, and on what attention rested."""
        rested = f"rested on {self.anchor}" if self.anchor else ""
        return ", ".join(part for part in (self.cut, rested) if part)


@dataclass(frozen=True)
class HarmRow:
    """A practice that was not good for her."""

    title: str
    at: datetime
    zone: str
    kind: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Waiting:
    """A step that may stir things up, and whether it is open to her."""

    assigned: AssignedSession
    session: str
    step: str
    title: str
    is_open: bool
    by: str
    at: datetime | None


def practice_title(practice: str) -> str:
    """The English title of what a row names as <curriculum>@<version>/<session>/<step>."""
    try:
        curriculum, session, step = practice.split("/")
        code, _, version = curriculum.partition("@")
        content: Curriculum = released("curriculum", code, version).content
        return content.session(session).step(step).title("en")
    except (BadInput, KeyError, ValueError):
        # A pack that was taken away: the name it was kept under is all there is.
        return practice


def doses_of(mother: Participant) -> list[DoseRow]:
    """The latest, newest first: those of her sessions and those on her own."""
    entries = (
        StepEntry.objects.standing()
        .filter(assigned__course__participant=mother, event__in=ENDED)
        .select_related("deposit", "assigned__course__curriculum")
        .order_by("-deposit__answered_at")
    )
    rows = [_of_session(one) for one in entries[: SHOWN * 4] if _is_practice(one)]
    own = PracticeEntry.objects.standing().filter(participant=mother).select_related("deposit")
    rows += [_on_her_own(one) for one in own.order_by("-deposit__answered_at")[:SHOWN]]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:SHOWN]


def harms_of(mother: Participant) -> list[HarmRow]:
    """Every one she has not deleted, newest first."""
    rows = mother.harms.filter(deposit__retraction=None).select_related("deposit")
    return [
        HarmRow(
            title=practice_title(row.practice),
            at=row.deposit.answered_at,
            zone=row.deposit.zone,
            kind=HarmRecord.Kind(row.kind).label,
            before=row.before,
            after=row.after,
        )
        for row in rows.order_by("-deposit__answered_at")
    ]


def waiting_steps(course: Course) -> list[Waiting]:
    """Steps of a course that wait for a clinician, in order."""
    found = []
    for assigned in course.assigned.select_related("course__curriculum").order_by("ordinal"):
        content = content_of(assigned)
        live = {
            one.step: one
            for one in assigned.releases.filter(ended_at=None).select_related("released_by")
        }
        for step in content.steps:
            # A twin opens with the step it stands for.
            if step.provoking and content.stands_for(step.code) is None:
                release = live.get(step.code)
                found.append(
                    Waiting(
                        assigned=assigned,
                        session=content.title("en"),
                        step=step.code,
                        title=step.title("en"),
                        is_open=release is not None,
                        by=release.released_by.name if release else "",
                        at=release.released_at if release else None,
                    )
                )
    return found


def _is_practice(entry: StepEntry) -> bool:
    return content_of(entry.assigned).step(entry.step).is_timed


def _of_session(entry: StepEntry) -> DoseRow:
    title = practice_title(practice_name(entry.assigned, entry.step))
    return _row(entry, title, said_of(content_of(entry.assigned)).lower())


def _on_her_own(entry: PracticeEntry) -> DoseRow:
    where = "away from the phone" if entry.away else "on her own"
    return _row(entry, practice_title(entry.practice), where)


def _row(entry: StepEntry | PracticeEntry, title: str, where: str) -> DoseRow:
    ran = "" if entry.seconds is None else f"{entry.seconds // 60}:{entry.seconds % 60:02d}"
    return DoseRow(
        title=title,
        at=entry.deposit.answered_at,
        zone=entry.deposit.zone,
        event=EVENTS.get(entry.event, entry.event),
        cut=CUTS.get(entry.cut, entry.cut),
        anchor=ANCHORS.get(entry.anchor, entry.anchor),
        ran=ran,
        before=entry.before,
        after=entry.after,
        where=where,
    )
