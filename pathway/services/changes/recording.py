"""The frame of every journey that records a fact about her: begin, write, settle."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from kernel.errors import Conflict
from pathway.services.changes.counting import counted
from pathway.services.changes.dates import follow_facts
from pathway.services.changes.effect import Effect, effect_of
from pathway.services.changes.sees import sees_first
from pathway.services.changes.snapshot import State, difference, state_of
from pathway.services.once import ANOTHER_FORM
from people.models import Infant, Participant, Pregnancy, StateChange, User
from people.services import set_addressed
from reminders.models import Reminder
from reminders.services import follow_moves, owed_now

MEANWHILE = (
    "Somebody recorded something about her in the meantime. "
    "Look at what stands there now, and record yours again if it is still needed."
)

# What tells one version of a row from another.
PREGNANCY = ("recorded_at", "due_date", "due_source", "outcome", "outcome_on")
INFANT = ("recorded_at", "born_on", "place", "place_since")


@dataclass
class Begun:
    """A change under way. `already` is its effect when the same button was pressed before."""

    mother: Participant
    kind: str
    once: UUID
    before: State
    owed: set[int]
    already: Effect | None = None


def begin(*, participant: Participant, kind: str, now: datetime, once: UUID | None = None) -> Begun:
    """Lock her row and remember how everything stands. Call it inside the journey's transaction.

    The same `once` again is the same change; raises Conflict when it is another one's.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    pressed = StateChange.objects.filter(public_id=once).first() if once else None
    if pressed and (pressed.participant_id, pressed.kind) != (mother.pk, kind):
        raise Conflict(ANOTHER_FORM)
    return Begun(
        mother=mother,
        kind=kind,
        once=once or uuid4(),
        before=state_of(mother),
        owed=owed_now(mother, now=now),
        already=effect_of(pressed) if pressed else None,
    )


def settle(
    begun: Begun,
    *,
    on: date,
    suggested: str,
    addressed: str | None,
    by: User,
    now: datetime,
    then: Callable[[], object] | None = None,
) -> Effect:
    """Let her dates follow the facts, speak to her as said, and keep what the change did.

    `addressed` None: as the facts suggest. `then` is what else belongs to the change once the
    facts are written.
    """
    mother = begun.mother
    before = mother.addressed
    follow_facts(participant=mother, by=by, now=now)
    if then is not None:
        then()
    wanted = suggested if addressed is None else addressed
    if wanted != before:
        set_addressed(participant=mother, addressed=wanted)
    follow_moves(Reminder.objects.filter(participant=mother))
    after = state_of(mother)
    effect = counted(
        begun.before,
        after,
        sends_now=len(owed_now(mother, now=now) - begun.owed),
        addressed=(before, wanted),
        sees=sees_first(mother, now=now),
    )
    change = StateChange.objects.create(
        public_id=begun.once,
        participant=mother,
        kind=begun.kind,
        on=on,
        recorded_at=now,
        recorded_by=by,
        before=difference(begun.before, after),
        effect=effect.kept(),
    )
    return replace(effect, change=change)


def preview(journey: Callable[..., Effect], **arguments: object) -> Effect:
    """What a journey would do: it is really done, looked at, and taken back as a whole."""
    with transaction.atomic():
        effect = journey(**arguments)
        transaction.set_rollback(True)
    return replace(effect, change=None)


def fresh_pregnancy(begun: Begun, pregnancy: Pregnancy) -> Pregnancy:
    """Its row as it is now. Raises Conflict when it is not as the person who asks saw it."""
    row = Pregnancy.objects.filter(pk=pregnancy.pk, participant=begun.mother).first()
    if row is None or _seen(row, PREGNANCY) != _seen(pregnancy, PREGNANCY):
        raise Conflict(MEANWHILE, code="meanwhile")
    row.participant = begun.mother
    return row


def fresh_infant(begun: Begun, infant: Infant) -> Infant:
    """As fresh_pregnancy, for a child."""
    mine = Infant.objects.select_related("pregnancy")
    row = mine.filter(pk=infant.pk, pregnancy__participant=begun.mother).first()
    if row is None or row.pregnancy.undone_at or _seen(row, INFANT) != _seen(infant, INFANT):
        raise Conflict(MEANWHILE, code="meanwhile")
    row.pregnancy.participant = begun.mother
    return row


def _seen(row: Pregnancy | Infant, columns: tuple[str, ...]) -> list[object]:
    return [getattr(row, column) for column in columns]
