"""A pregnancy that was lost."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import BadInput, NeedsConfirmation
from pathway.services.changes.effect import Effect
from pathway.services.changes.recording import begin, fresh_pregnancy, settle
from pathway.services.changes.standing import (
    NOTHING_NEW,
    is_expecting,
    mourn,
    places_of,
)
from pathway.services.tolerance import report_gap
from people.addressing import after_loss
from people.models import Pregnancy, StateChange, User
from people.services import LOSSES, take_back, update_pregnancy
from safety.models import ToleranceGap


@transaction.atomic
def record_loss(
    *,
    pregnancy: Pregnancy,
    outcome: str,
    on: date,
    addressed: str | None = None,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Effect:
    """A miscarriage, a stillbirth or a termination: nothing is due to her from now on.

    On a pregnancy recorded as a live birth it corrects that; its children stand no more, so it
    asks first. The same loss with another day or kind is a correction too.
    """
    begun = begin(participant=pregnancy.participant, kind=StateChange.Kind.LOSS, now=now, once=once)
    if begun.already:
        return begun.already
    row, mother = fresh_pregnancy(begun, pregnancy), begun.mother
    if outcome not in LOSSES:
        raise BadInput("Choose what happened.", field="outcome")
    if (row.outcome, row.outcome_on) == (outcome, on):
        raise BadInput(NOTHING_NEW, field="outcome")
    first, known = row.outcome == Pregnancy.Outcome.ONGOING, row.outcome in LOSSES
    _take_back_children(row, now, confirmed=confirmed)
    update_pregnancy(
        pregnancy=row,
        due_date=row.due_date,
        due_source=row.due_source,
        outcome=outcome,
        outcome_on=on,
        by=by,
        now=now,
        confirmed=confirmed,
    )
    mourn(mother, lost_on=on, by=by, now=now, known=known)
    suggested = after_loss(
        mother.addressed, expecting=is_expecting(mother), places_living=places_of(mother)
    )
    return settle(
        begun,
        on=on,
        suggested=suggested,
        addressed=addressed,
        by=by,
        now=now,
        then=(lambda: _lost_tolerance(row, on, by, now)) if first else None,
    )


def _take_back_children(row: Pregnancy, now: datetime, *, confirmed: bool) -> None:
    children = list(row.infants.all())
    if children and not confirmed:
        raise NeedsConfirmation(
            "A birth is recorded for this pregnancy. Recording a loss takes that back: the "
            "children recorded stand no more. A child that died after the birth is recorded at "
            "the child instead. Is this what happened?",
            field="outcome",
        )
    for child in children:
        take_back(row=child, now=now)


def _lost_tolerance(row: Pregnancy, on: date, by: User, now: datetime) -> None:
    report_gap(
        participant=row.participant,
        kind=ToleranceGap.Kind.BIRTH,
        on=on,
        pregnancy=row,
        by=by,
        now=now,
    )
