"""A due date, and a pregnancy that begins or goes on after all."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.clock import local_date
from kernel.errors import BadInput, Conflict
from pathway.services.changes.effect import Effect
from pathway.services.changes.recording import begin, fresh_pregnancy, settle
from pathway.services.changes.standing import NOTHING_NEW, end_mourning
from people.addressing import after_loss
from people.models import Participant, Pregnancy, StateChange, User
from people.services import (
    children_of,
    record_pregnancy,
    take_back,
    update_pregnancy,
)

ONGOING = Pregnancy.Outcome.ONGOING


@transaction.atomic
def record_due_date(
    *,
    pregnancy: Pregnancy,
    due_date: date,
    due_source: str,
    addressed: str | None = None,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Effect:
    """Correct a due date, or where it comes from; also after the pregnancy has ended."""
    begun = begin(
        participant=pregnancy.participant, kind=StateChange.Kind.DUE_DATE, now=now, once=once
    )
    if begun.already:
        return begun.already
    row = fresh_pregnancy(begun, pregnancy)
    if (row.due_date, row.due_source) == (due_date, due_source):
        raise BadInput(NOTHING_NEW, field="due_date")
    update_pregnancy(
        pregnancy=row,
        due_date=due_date,
        due_source=due_source,
        outcome=row.outcome,
        outcome_on=row.outcome_on,
        by=by,
        now=now,
        confirmed=confirmed,
    )
    return settle(
        begun,
        on=due_date,
        suggested=begun.mother.addressed,
        addressed=addressed,
        by=by,
        now=now,
    )


@transaction.atomic
def record_pregnancy_of(
    *,
    participant: Participant,
    due_date: date,
    due_source: str,
    addressed: str | None = None,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Effect:
    """Another pregnancy. How she is addressed stays, unless she said what she wants.

    Raises Conflict while one is recorded as ongoing.
    """
    begun = begin(participant=participant, kind=StateChange.Kind.PREGNANCY, now=now, once=once)
    if begun.already:
        return begun.already
    if begun.mother.pregnancies.filter(outcome=ONGOING).exists():
        raise Conflict(
            "A pregnancy of hers is recorded as ongoing. Correct its due date, or record how it "
            "ended first.",
            code="ongoing",
        )
    record_pregnancy(
        participant=begun.mother,
        due_date=due_date,
        due_source=due_source,
        by=by,
        now=now,
        confirmed=confirmed,
    )
    return settle(
        begun,
        on=local_date(now, begun.mother.zone),
        suggested=begun.mother.addressed,
        addressed=addressed,
        by=by,
        now=now,
    )


@transaction.atomic
def record_ongoing(
    *,
    pregnancy: Pregnancy,
    addressed: str | None = None,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Effect:
    """A birth or a loss was recorded by mistake: the pregnancy goes on, its children stand no more.

    For when it is too late to undo. Raises Conflict while another pregnancy is ongoing.
    """
    begun = begin(
        participant=pregnancy.participant, kind=StateChange.Kind.PREGNANCY, now=now, once=once
    )
    if begun.already:
        return begun.already
    row, mother = fresh_pregnancy(begun, pregnancy), begun.mother
    if row.outcome == ONGOING:
        raise BadInput(NOTHING_NEW)
    if mother.pregnancies.filter(outcome=ONGOING).exists():
        raise Conflict("Another pregnancy of hers is recorded as ongoing.", code="ongoing")
    for child in row.infants.all():
        take_back(row=child, now=now)
    update_pregnancy(
        pregnancy=row,
        due_date=row.due_date,
        due_source=row.due_source,
        outcome=ONGOING,
        outcome_on=None,
        by=by,
        now=now,
        confirmed=confirmed,
    )
    end_mourning(mother, by=by, now=now)
    places = [child.place for child in children_of(mother)]
    return settle(
        begun,
        on=local_date(now, mother.zone),
        suggested=after_loss(mother.addressed, expecting=True, places_living=places),
        addressed=addressed,
        by=by,
        now=now,
    )
