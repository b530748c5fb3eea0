"""A report about her medication that was a slip, taken back with what it brought her."""

from datetime import datetime

from django.db import transaction

from pathway.services.tolerance import GAP_STATES, undo_gap
from people.models import MedicationStatus, User
from people.services import take_back_medication
from safety.services import standing_gaps


@transaction.atomic
def take_back_report(*, period: MedicationStatus, by: User | None, now: datetime) -> None:
    """The periods of the latest report go, and their gaps with the cards; a concern stays.

    Raises Conflict when something later was told.
    """
    for row in take_back_medication(period=period, now=now):
        kind = GAP_STATES.get(MedicationStatus.State(row.state))
        if kind is None:
            continue
        for gap in standing_gaps(row.participant).filter(kind=kind, on=row.since):
            undo_gap(gap, now, by=by)
