"""How a pregnancy goes on, and where each child lives."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict
from pathway.services.anchoring import anchor_dates
from pathway.services.once import ANOTHER_FORM
from people.models import Infant, Participant, Pregnancy, User
from people.services import (
    record_infant,
    update_infant_place,
    update_pregnancy,
)


def record_outcome(
    *,
    pregnancy: Pregnancy,
    due_date: date,
    due_source: str,
    outcome: str,
    outcome_on: date | None,
    by: User,
    now: datetime,
    confirmed: bool = False,
) -> Pregnancy:
    """Correct a due date or say how a pregnancy ended; the anchors get a new revision.

    Windows already planned stay where they are: moving them is previewed, and comes with the
    safety issue.
    """
    with transaction.atomic():
        update_pregnancy(
            pregnancy=pregnancy,
            due_date=due_date,
            due_source=due_source,
            outcome=outcome,
            outcome_on=outcome_on,
            now=now,
            confirmed=confirmed,
        )
        anchor_dates(pregnancy.participant, pregnancy, by, now)
    return pregnancy


def record_birth_of(
    *,
    pregnancy: Pregnancy,
    born_on: date,
    place: str,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Infant:
    """A child of this pregnancy; the pregnancy becomes a live birth if it was ongoing.

    The same `once` again (a button pressed twice) is the same child.
    """
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=pregnancy.participant_id)
        same = Infant.objects.filter(public_id=once).first() if once else None
        if same is not None and same.pregnancy_id == pregnancy.pk:
            return same
        if same is not None:
            raise Conflict(ANOTHER_FORM)
        infant = record_infant(
            pregnancy=pregnancy,
            born_on=born_on,
            place=place,
            by=by,
            now=now,
            confirmed=confirmed,
            public_id=once,
        )
        if pregnancy.outcome == Pregnancy.Outcome.ONGOING:
            pregnancy.outcome, pregnancy.outcome_on = Pregnancy.Outcome.LIVE_BIRTH, born_on
            pregnancy.save(update_fields=["outcome", "outcome_on"])
        anchor_dates(pregnancy.participant, pregnancy, by, now)
    return infant


def record_place(*, infant: Infant, place: str, since: date, now: datetime) -> Infant:
    """Where a child lives from a day on. How she is addressed stays hers to change."""
    return update_infant_place(infant=infant, place=place, since=since, now=now)
