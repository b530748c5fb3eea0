"""What is due to her now: the one truth behind Today, the reminders and a preview."""

from dataclasses import dataclass, field
from datetime import datetime

from kernel.clock import at_local, local_date
from people.models import Participant
from reminders.services import open_to_her, with_questions
from schedule.models import Occurrence, Rule
from schedule.quiet import is_quiet_day
from schedule.services import days_of_rest, pause_of
from sessions.models import AssignedSession
from sessions.services import is_open_now

PAUSE = "pause"
QUIET_DAY = "quiet_day"


@dataclass(frozen=True)
class DueThings:
    """What is open to her, each kind in the order it is shown.

    `rests` says why nothing is due (after a loss, or on a quiet day), or is empty. Cards stand
    there quietly all the same.
    """

    sessions: list[AssignedSession] = field(default_factory=list)
    check_ins: list[Occurrence] = field(default_factory=list)
    cards: list[Occurrence] = field(default_factory=list)
    rests: str = ""


def due_things(mother: Participant, *, now: datetime) -> DueThings:
    """Sessions in their order, check-ins by when they close, and cards to read."""
    cards, rests = _open(mother, Rule.Kind.CARD, now), rests_now(mother, now=now)
    if rests:
        return DueThings(cards=cards, rests=rests)
    return DueThings(_sessions(mother, now), _open(mother, Rule.Kind.CHECK_IN, now), cards)


def rests_now(mother: Participant, *, now: datetime) -> str:
    """Why nothing is due to her now, or nothing."""
    if pause_of(mother):
        return PAUSE
    today = local_date(now, mother.zone)
    return QUIET_DAY if is_quiet_day(today, days_of_rest(mother)) else ""


def next_due(mother: Participant, *, now: datetime) -> Occurrence | None:
    """What opens next, while nothing rests for longer than a day."""
    if pause_of(mother):
        return None
    coming = Occurrence.objects.pending().filter(participant=mother, opens_at__gt=now)
    days = days_of_rest(mother)
    rows = open_to_her(coming).select_related("rule", "participant__clinic").order_by("opens_at")
    for row in sorted(rows, key=expected_at):
        if not is_quiet_day(row.day, days) and with_questions([row], now=now):
            return row
    return None


def expected_at(occurrence: Occurrence) -> datetime:
    """When it begins for her: a practice at the time she chose, whatever its window."""
    rule = occurrence.rule
    if rule.kind != Rule.Kind.PRACTICE:
        return occurrence.opens_at
    return at_local(occurrence.day, rule.remind_at, occurrence.zone)


def _open(mother: Participant, kind: str, now: datetime) -> list[Occurrence]:
    mine = Occurrence.objects.open(now=now).filter(participant=mother, rule__kind=kind)
    rows = open_to_her(mine).select_related("rule", "participant__clinic")
    return with_questions(list(rows.order_by("closes_at", "pk")), now=now)


def _sessions(mother: Participant, now: datetime) -> list[AssignedSession]:
    mine = AssignedSession.objects.filter(
        course__participant=mother, course__finished_at=None, completed_at=None
    ).select_related("course__curriculum", "course__participant", "occurrence")
    return [one for one in mine if is_open_now(one, now=now)]
