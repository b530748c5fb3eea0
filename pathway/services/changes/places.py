"""Where a child lives, and where she lives herself."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import BadInput
from pathway.services.changes.effect import Effect
from pathway.services.changes.recording import begin, fresh_infant, settle
from pathway.services.changes.standing import (
    NOTHING_NEW,
    end_mourning,
    is_expecting,
    mourn,
    places_of,
)
from pathway.services.tolerance import report_gap
from people.addressing import after_custody, after_loss
from people.models import Infant, Participant, StateChange, Stay, User
from people.services import set_stay, stay_of, update_infant_place
from safety.models import ToleranceGap

# Coming out of one of these, the body may bear less than before.
LEFT = (Stay.Place.HOSPITAL, Stay.Place.DETOX, Stay.Place.RESIDENTIAL, Stay.Place.JAIL)
DIED = Infant.Place.DIED


@transaction.atomic
def record_custody(
    *,
    infant: Infant,
    place: str,
    since: date,
    addressed: str | None = None,
    by: User,
    now: datetime,
    once: UUID | None = None,
) -> Effect:
    """Where a child lives from a day on. That it died is a loss: nothing is due to her then."""
    begun = begin(
        participant=infant.pregnancy.participant,
        kind=StateChange.Kind.CUSTODY,
        now=now,
        once=once,
    )
    if begun.already:
        return begun.already
    child, mother = fresh_infant(begun, infant), begun.mother
    if (child.place, child.place_since) == (place, since):
        raise BadInput(NOTHING_NEW, field="place")
    had_died = child.place == DIED
    update_infant_place(infant=child, place=place, since=since, by=by, now=now)
    living, expecting = places_of(mother), is_expecting(mother)
    if place == DIED:
        mourn(mother, lost_on=since, by=by, now=now, known=had_died)
        suggested = after_loss(mother.addressed, expecting=expecting, places_living=living)
    else:
        suggested = after_custody(mother.addressed, living, expecting=expecting)
        if had_died:
            end_mourning(mother, by=by, now=now)
    return settle(begun, on=since, suggested=suggested, addressed=addressed, by=by, now=now)


@transaction.atomic
def record_stay(
    *,
    participant: Participant,
    place: str,
    since: date,
    addressed: str | None = None,
    by: User,
    now: datetime,
    once: UUID | None = None,
) -> Effect:
    """Where she lives herself from a day on; coming out of care or jail is a tolerance gap."""
    begun = begin(participant=participant, kind=StateChange.Kind.STAY, now=now, once=once)
    if begun.already:
        return begun.already
    mother, was = begun.mother, stay_of(participant)
    if was and (was.place, was.since) == (place, since):
        raise BadInput(NOTHING_NEW, field="place")
    came_out = bool(was and was.place in LEFT and was.place != place)
    if came_out and was and since < was.since:
        raise BadInput(
            f"She is recorded there since {was.since:%-d %B %Y}. Write a later day.",
            field="since",
        )
    set_stay(participant=mother, place=place, since=since, by=by, now=now)
    return settle(
        begun,
        on=since,
        suggested=mother.addressed,
        addressed=addressed,
        by=by,
        now=now,
        then=(lambda: _came_out(mother, since, by, now)) if came_out else None,
    )


def _came_out(mother: Participant, on: date, by: User, now: datetime) -> None:
    report_gap(participant=mother, kind=ToleranceGap.Kind.DISCHARGE, on=on, by=by, now=now)
