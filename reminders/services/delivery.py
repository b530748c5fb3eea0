"""What reminders and pages to staff share: working off claimed rows, the wire, what came of it."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from kernel.owed import claim, finish
from reminders.channels import CHANNELS, Letter, Outcome
from reminders.models import Attempt, Reminder, StaffPage
from reminders.planning import back_off

logger = logging.getLogger(__name__)

# Longer than the wire can take: each of its steps ends after EMAIL_TIMEOUT.
LEASE = timedelta(minutes=5)
BATCH = 20
# One tick of the clock works this long at most; what is left is the next tick's.
BUDGET = timedelta(seconds=60)
# How long a try that reached nobody may be put off: a clinic must hear of a concern.
LONGEST_WAIT = {Reminder: timedelta(minutes=30), StaffPage: timedelta(minutes=5)}
BROKE_OFF = "the worker ended while handing over"

State = Reminder.State
Message = TypeVar("Message", Reminder, StaffPage)
Clock = Callable[[], datetime]


def ticking(now: datetime) -> Clock:
    """A clock that starts at `now`: a long batch must notice that quiet hours have begun."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def work_off(
    due: "QuerySet[Message]", each: Callable[[Message, datetime], None], *, clock: Clock
) -> int:
    """Claim and treat due rows until none is left; returns how many were treated.

    One row that breaks does not hold up the others: its lease keeps it away for a while, and
    what went wrong is raised when the rest is done.
    """
    treated, broken = 0, []
    end = clock() + BUDGET
    while clock() < end and (rows := claim(due, lease=LEASE, batch=BATCH, state=State.CLAIMED)):
        for row in rows:
            try:
                each(row, clock())
            except Exception as error:  # noqa: BLE001 - all are raised together below
                broken.append(error)
            treated += 1
    if broken:
        raise ExceptionGroup(f"{len(broken)} messages could not be treated", broken)
    return treated


def hand_over(row: Reminder | StaffPage, channel: str, letter: Letter, *, clock: Clock) -> None:
    """Touch the wire, outside any transaction, for a row that is in `handing_over`."""
    outcome = CHANNELS[channel](letter, now=clock())
    record(row, outcome, now=clock())


def record(row: Reminder | StaffPage, outcome: Outcome, *, now: datetime) -> None:
    """Write what the wire said, and the row's end or its next try.

    The attempt is kept also when the row is another worker's by now: it happened.
    """
    ends = {"state": outcome.state, "ended_at": now, "last_error": outcome.detail}
    if outcome.state == "accepted":
        ends["last_error"] = ""
    if outcome.state == "retry":
        ends = {
            "state": State.OWED,
            "due_at": now + min(back_off(row.tries), LONGEST_WAIT[type(row)]),
            "last_error": outcome.detail,
        }
    with transaction.atomic():
        if not finish(row, **ends):
            logger.warning("%s %s: its lease ran out", type(row).__name__, row.public_id)
        _attempt(row, outcome.state, outcome.detail, now)


def give_up_broken(messages: "QuerySet[Message]", *, now: datetime) -> int:
    """Rows whose worker ended while handing over: nobody knows, so they end as unknown."""
    broken = messages.filter(state=State.HANDING_OVER)
    ended = 0
    while rows := claim(broken, lease=LEASE, batch=BATCH):
        for row in rows:
            with transaction.atomic():
                finish(row, state=State.UNKNOWN, ended_at=now, last_error=BROKE_OFF)
                _attempt(row, State.UNKNOWN, BROKE_OFF, now)
            ended += 1
    return ended


def _attempt(row: Reminder | StaffPage, outcome: str, detail: str, now: datetime) -> None:
    which = "reminder" if isinstance(row, Reminder) else "staff_page"
    Attempt.objects.create(at=now, outcome=outcome, detail=detail[:200], **{which: row})
