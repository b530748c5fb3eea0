"""What Today shows her first, told to staff in English."""

from datetime import datetime

from kernel.clock import zone_of
from measures.models import Battery
from measures.services import asked, instruments_put
from pathway.due import PAUSE, QUIET_DAY, due_things, expected_at, next_due
from people.models import Participant
from schedule.models import Occurrence
from sessions.models import AssignedSession
from sessions.services import content_of

MOST = 3
RESTS = {
    PAUSE: "that nothing is due now, and where help is",
    QUIET_DAY: "that nothing is due today, and where help is",
}


def sees_first(mother: Participant, *, now: datetime) -> list[str]:
    """The first things on her Today, or that there are none and what comes next."""
    due = due_things(mother, now=now)
    lines = [RESTS[due.rests]] if due.rests else []
    lines += [_session(one) for one in due.sessions[:1]]
    lines += [_check_in(one, mother, now) for one in due.check_ins]
    lines += ["a card to read before she goes on"] if due.cards else []
    return lines[:MOST] or [_nothing(mother, now)]


def _session(one: AssignedSession) -> str:
    return f"session {one.ordinal}: {content_of(one).title('en')}"


def _check_in(one: Occurrence, mother: Participant, now: datetime) -> str:
    battery = Battery.objects.select_related("content").get(public_id=one.rule.subject)
    versions = instruments_put(one, mother, now=now)
    questions = sum(len(asked(version.content, mother)) for version in versions)
    return f"check-in: {battery.content.content.title('en')}, {questions} questions"


def _nothing(mother: Participant, now: datetime) -> str:
    coming = next_due(mother, now=now)
    if coming is None:
        return "that nothing is due"
    opens = expected_at(coming).astimezone(zone_of(mother.zone))
    return f"that nothing is due until {opens:%A, %-d %B}"
