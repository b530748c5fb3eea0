"""A birth, of one child or more, and the day of it corrected."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import BadInput, Conflict, NeedsConfirmation
from pathway.services.changes.effect import Effect
from pathway.services.changes.recording import (
    Begun,
    begin,
    fresh_infant,
    fresh_pregnancy,
    settle,
)
from pathway.services.changes.standing import (
    NOTHING_NEW,
    end_mourning,
    is_expecting,
    mourn,
    places_of,
)
from pathway.services.tolerance import report_gap
from people.addressing import after_birth, after_loss
from people.models import Infant, Pregnancy, StateChange, User
from people.services import (
    LOSSES,
    record_infant,
    update_infant_birth,
    update_pregnancy,
)
from safety.models import ToleranceGap

# More at once is a slip.
MOST = 5


@transaction.atomic
def record_birth(
    *,
    pregnancy: Pregnancy,
    born_on: date,
    places: list[str],
    addressed: str | None = None,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Effect:
    """Children born on a day, one place for each; the pregnancy becomes a live birth.

    Called again it records another child of the same pregnancy. On a pregnancy recorded as lost
    it corrects that. A child that died is a loss: nothing is due to her then.
    """
    begun = begin(
        participant=pregnancy.participant, kind=StateChange.Kind.BIRTH, now=now, once=once
    )
    if begun.already:
        return begun.already
    row = fresh_pregnancy(begun, pregnancy)
    if not 1 <= len(places) <= MOST:
        raise BadInput(f"Say where each child lives, for 1 to {MOST} children.", field="places")
    _refuse_doubles(row, confirmed=confirmed)
    first, corrected = not row.infants.exists(), row.outcome in LOSSES
    for place in places:
        record_infant(
            pregnancy=row, born_on=born_on, place=place, by=by, now=now, confirmed=confirmed
        )
    _ended_with_the_first(row, Pregnancy.Outcome.LIVE_BIRTH, by, now)
    if corrected:
        end_mourning(begun.mother, by=by, now=now)
    died = Infant.Place.DIED in places
    if died:
        mourn(begun.mother, lost_on=born_on, by=by, now=now)
    return settle(
        begun,
        on=born_on,
        suggested=_suggested(begun, places, died=died),
        addressed=addressed,
        by=by,
        now=now,
        then=(lambda: _lost_tolerance(row, born_on, by, now)) if first else None,
    )


@transaction.atomic
def correct_birth(
    *,
    infant: Infant,
    born_on: date,
    addressed: str | None = None,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Effect:
    """A child was born on another day than was recorded; what hangs on the birth moves."""
    begun = begin(
        participant=infant.pregnancy.participant,
        kind=StateChange.Kind.BIRTH,
        now=now,
        once=once,
    )
    if begun.already:
        return begun.already
    child = fresh_infant(begun, infant)
    if child.born_on == born_on:
        raise BadInput(NOTHING_NEW, field="born_on")
    update_infant_birth(infant=child, born_on=born_on, by=by, now=now, confirmed=confirmed)
    _ended_with_the_first(child.pregnancy, child.pregnancy.outcome, by, now)
    return settle(
        begun,
        on=born_on,
        suggested=begun.mother.addressed,
        addressed=addressed,
        by=by,
        now=now,
    )


def _ended_with_the_first(row: Pregnancy, outcome: str, by: User, now: datetime) -> None:
    """The pregnancy ended on the day its first child was born, as the children stand now."""
    update_pregnancy(
        pregnancy=row,
        due_date=row.due_date,
        due_source=row.due_source,
        outcome=outcome,
        outcome_on=min(child.born_on for child in row.infants.all()),
        by=by,
        now=now,
        confirmed=True,
    )


def _refuse_doubles(row: Pregnancy, *, confirmed: bool) -> None:
    ongoing = row.participant.pregnancies.filter(outcome=Pregnancy.Outcome.ONGOING)
    if row.outcome in LOSSES and ongoing.exclude(pk=row.pk).exists():
        raise Conflict("Another pregnancy of hers is recorded as ongoing.", code="ongoing")
    if row.infants.exists() and not confirmed:
        raise NeedsConfirmation(
            "A child of this pregnancy is recorded already. Is this another child?",
            field="places",
        )


def _suggested(begun: Begun, places: list[str], *, died: bool) -> str:
    wish = after_birth(begun.mother.addressed, places)
    if not died:
        return wish
    mother = begun.mother
    return after_loss(wish, expecting=is_expecting(mother), places_living=places_of(mother))


def _lost_tolerance(row: Pregnancy, on: date, by: User, now: datetime) -> None:
    report_gap(
        participant=row.participant,
        kind=ToleranceGap.Kind.BIRTH,
        on=on,
        pregnancy=row,
        by=by,
        now=now,
    )
