"""Taking back what was recorded last, as long as no message went out on the strength of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from kernel.errors import Conflict
from pathway.services.changes.snapshot import ANCHOR, MODELS, typed
from pathway.services.tolerance import undo_gap
from people.models import Infant, Participant, Pregnancy, StateChange, Stay, User
from people.services import take_back
from reminders.models import Reminder
from reminders.services import follow_moves
from safety.models import ToleranceGap
from schedule.models import Occurrence, Pause, Rule
from schedule.services import current_anchor, drop_pause, end_rule, set_anchor
from schedule.services.expecting import rhythm_of_rule
from schedule.windows import window

State = Reminder.State
HOURS = ("zone", "opens_at", "remind_at", "closes_at")


def last_change(participant: Participant) -> StateChange | None:
    """The latest fact recorded about her that was not taken back."""
    return participant.changes.filter(undone_at=None).order_by("-pk").first()


def why_not_undo(change: StateChange, *, now: datetime) -> str:
    """Why a change cannot be taken back; empty when it can."""
    if change.undone_at:
        return "This was undone already."
    if last_change(change.participant) != change:
        return "Something was recorded after this. Undo that first, or correct this instead."
    handed_over = Q(state__in=[State.ACCEPTED, State.REFUSED, State.UNKNOWN])
    sent = Q(state=State.HANDING_OVER) | (handed_over & Q(ended_at__gte=change.recorded_at))
    if Reminder.objects.filter(sent, participant=change.participant).exists():
        return "A message went to her since this was recorded. Correct it instead."
    return ""


@transaction.atomic
def undo(*, change: StateChange, by: User, now: datetime) -> None:
    """Put back everything the change touched; what she did or chose since then stays.

    An hour that passed in the meantime is not sent for. Raises Conflict saying why it cannot be.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=change.participant_id)
    change = StateChange.objects.select_for_update().get(pk=change.pk)
    change.participant = mother
    why = why_not_undo(change, now=now)
    if why:
        raise Conflict(why, code="cannot_undo")
    rows = change.before
    for row in rows:
        if row["model"] == ANCHOR:
            _put_date_back(mother, row, by, now)
    # What was made goes first: a gap takes its card with it.
    for row in sorted(rows, key=lambda row: row["fields"] is not None):
        if row["model"] != ANCHOR:
            _put_row_back(mother, row, change, by, now)
    follow_moves(Reminder.objects.filter(participant=mother))
    change.undone_at, change.undone_by = now, by
    change.save(update_fields=["undone_at", "undone_by"])


def _put_date_back(mother: Participant, row: dict[str, Any], by: User, now: datetime) -> None:
    kind, subject = row["pk"].split("/")
    on = (row["fields"] or {"on": None})["on"]
    held = current_anchor(participant=mother, kind=kind, subject=UUID(subject))
    if (held.on.isoformat() if held and held.on else None) != row["after"]["on"]:
        return
    set_anchor(
        participant=mother,
        kind=kind,
        subject=UUID(subject),
        on=typed(Pause, "tender_until", on),
        source="taken back",
        by=by,
        now=now,
    )


def _put_row_back(
    mother: Participant, row: dict[str, Any], change: StateChange, by: User, now: datetime
) -> None:
    model = MODELS[row["model"]]
    found = getattr(model, "everything", model._default_manager).filter(pk=row["pk"]).first()
    if found is None:
        return
    if row["fields"] is None:
        _take_back_new(found, by, now)
    elif isinstance(found, Occurrence):
        found.participant = mother
        _put_occurrence_back(found, row, change, now)
    else:
        _put_fields_back(found, row)


def _take_back_new(found: models.Model, by: User, now: datetime) -> None:
    """A row the change made: it stands no more, and is kept where there is a history to keep."""
    if isinstance(found, Pregnancy | Infant):
        take_back(row=found, now=now)
    elif isinstance(found, ToleranceGap):
        undo_gap(found, now, by=by)
    elif isinstance(found, Rule):
        end_rule(rule=found, now=now)
    elif isinstance(found, Pause):
        drop_pause(pause=found, by=by, now=now)
    elif isinstance(found, Stay):
        found.delete()
    elif isinstance(found, Occurrence):
        gone = Occurrence.objects.pending().filter(pk=found.pk)
        gone.update(cancelled_at=now, cancelled_why=Occurrence.Why.NO_ANCHOR)


def _put_fields_back(found: models.Model, row: dict[str, Any]) -> None:
    """Each column as it was, unless it was changed once more since (she chose other words)."""
    back = []
    for name, was in row["fields"].items():
        if _same(found, name, row["after"][name]):
            setattr(found, name, typed(type(found), name, was))
            back.append(name.removesuffix("_id"))
    if back:
        found.save(update_fields=back)


def _put_occurrence_back(
    found: Occurrence, row: dict[str, Any], change: StateChange, now: datetime
) -> None:
    """Where it was, on her wall clock of today; what she did in the meantime stays done."""
    if found.done_at is not None:
        return
    was, after = row["fields"], row["after"]
    if "cancelled_at" in after and not _same(found, "cancelled_at", after["cancelled_at"]):
        return
    zone_then = after.get("zone", found.zone)
    for name, value in was.items():
        setattr(found, name, typed(Occurrence, name, value))
    if found.zone != found.participant.zone or zone_then != found.participant.zone:
        _to_her_hours(found)
    if found.remind_at and change.recorded_at < found.remind_at <= now:
        found.remind_at = None
    found.save(update_fields={*(name.removesuffix("_id") for name in was), *HOURS})


def _to_her_hours(found: Occurrence) -> None:
    to = window(rhythm_of_rule(found.rule), found.ordinal, found.day, found.participant.zone)
    found.zone, found.opens_at, found.closes_at = found.participant.zone, to.opens_at, to.closes_at
    found.remind_at = to.remind_at if found.remind_at else None


def _same(found: models.Model, name: str, value: Any) -> bool:
    return getattr(found, name) == typed(type(found), name, value)
