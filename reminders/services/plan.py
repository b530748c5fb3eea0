"""Writing the ledger ahead, and keeping it true to what moved."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from people.models import Participant
from people.services import days_remembered_by
from reminders.models import Preference, Reminder
from reminders.planning import HORIZON, LONGEST_QUIET, QUIET_DAYS, STALE_AFTER, WITHDRAWN, Due
from reminders.services.owed import agreed, due_of, open_to_her, with_questions
from schedule.models import Occurrence

PAGE = 1000


def plan_reminders(*, now: datetime) -> int:
    """Owe a reminder for everything expected in the next two days; returns how many are new.

    Any number of times, by any number of workers: (occurrence, kind, channel) is unique, and a
    reminder that has ended is never owed again. Nothing is planned that would be stale already.
    """
    follow_moves(Reminder.objects.exclude(due_at=F("occurrence__remind_at")))
    new = 0
    for page in _pages(_to_plan(now)):
        rows = [_row(one, due, now) for one, due in _due_among(page, now) if due.stale_at > now]
        before = Reminder.objects.filter(occurrence__in=page).count()
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        new += Reminder.objects.filter(occurrence__in=page).count() - before
    return new


def follow_moves(reminders: "QuerySet[Reminder]") -> int:
    """Move those still owed to where their occurrence, or her quiet hours, are now.

    A row that waits after a failed try keeps its wait: its bound has not moved. One whose
    occurrence lost its hour stays where it is and ends there: it is not expected any more.
    """
    moved = 0
    waiting = reminders.filter(
        state=Reminder.State.OWED,
        lease_token=None,
        occurrence__done_at=None,
        occurrence__cancelled_at=None,
    ).select_related("occurrence__participant__reminder_preference")
    remembered = days_remembered_by({row.participant_id for row in waiting})
    for row in waiting:
        hers = _preference(row.occurrence.participant)
        due = due_of(row.occurrence, hers, remembered[row.participant_id])
        if due is None or due.stale_at == row.stale_at:
            continue
        mine = Reminder.objects.filter(pk=row.pk, state=row.state, lease_token=None)
        moved += mine.update(due_at=due.at, stale_at=due.stale_at)
    return moved


def owed_now(participant: Participant, *, now: datetime) -> set[int]:
    """Keys of what a message would go to her about at this moment, planned already or not."""
    ended = _reminders().exclude(state__in=[Reminder.State.OWED, Reminder.State.CLAIMED])
    rows = list(_to_tell(now).filter(~Exists(ended), participant=participant))
    return {one.pk for one, due in _due_among(rows, now) if due.at <= now < due.stale_at}


def _to_plan(now: datetime) -> "QuerySet[Occurrence]":
    return _to_tell(now).filter(~Exists(_reminders()))


def _reminders() -> "QuerySet[Reminder]":
    """Of an occurrence, for use in a filter."""
    return Reminder.objects.filter(
        occurrence=OuterRef("pk"), kind=Reminder.Kind.DUE, channel=Reminder.Channel.EMAIL
    )


def _to_tell(now: datetime) -> "QuerySet[Occurrence]":
    paused = Preference.objects.filter(participant=OuterRef("participant"), paused_at__isnull=False)
    return (
        open_to_her(Occurrence.objects.pending())
        .filter(
            Q(closes_at=None) | Q(closes_at__gt=now),
            agreed(now=now),
            ~Exists(paused),
            remind_at__lte=now + HORIZON,
            remind_at__gt=now - STALE_AFTER - LONGEST_QUIET - QUIET_DAYS,
            participant__status=Participant.Status.ACTIVE,
        )
        .exclude(participant__identity=None)
        .exclude(participant__identity__email_index="")
        .select_related("participant__reminder_preference", "participant__clinic", "rule")
    )


def _pages(rows: "QuerySet[Occurrence]") -> Iterator[list[Occurrence]]:
    """All rows, a thousand at a time, each once though the filter changes under way."""
    last = 0
    while page := list(rows.filter(pk__gt=last).order_by("pk")[:PAGE]):
        yield page
        last = page[-1].pk


def _due_among(page: list[Occurrence], now: datetime) -> Iterator[tuple[Occurrence, Due]]:
    """Those that have something for her and an hour at which she may be told."""
    remembered = days_remembered_by({one.participant_id for one in page})
    for one in with_questions(page, now=now):
        due = due_of(one, _preference(one.participant), remembered[one.participant_id])
        if due is not None:
            yield one, due


def _row(occurrence: Occurrence, due: Due, now: datetime) -> Reminder:
    return Reminder(
        participant=occurrence.participant,
        occurrence=occurrence,
        kind=Reminder.Kind.DUE,
        channel=Reminder.Channel.EMAIL,
        due_at=due.at,
        stale_at=due.stale_at,
        planned_at=now,
    )


def _preference(participant: Participant) -> Preference:
    """Her choice as loaded with the row, or the hours everybody begins with."""
    return getattr(participant, "reminder_preference", None) or Preference(participant=participant)


def cancel_owed(*, participant: Participant, now: datetime) -> int:
    """She has left: nothing owed goes out. One being handed over at this moment ends as it ends."""
    mine = Reminder.objects.filter(
        participant=participant, state=Reminder.State.OWED, lease_token=None
    )
    return mine.update(state=Reminder.State.CANCELLED, ended_at=now, reason=WITHDRAWN)
