"""What was told by a slip, taken back with what it brought her; a concern it raised stays."""

from datetime import datetime

from django.db import transaction

from pathway.services.tolerance import GAP_STATES, undo_gap
from people.models import MedicationStatus, User
from people.services import take_back_medication
from safety.models import ToleranceGap
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


@transaction.atomic
def take_back_told(*, gap: ToleranceGap, by: User | None, now: datetime) -> None:
    """What was told of a gap goes: the periods of her medication it came from, and its card.

    Raises Conflict when something later was told about her medication.
    """
    states = [state for state, kind in GAP_STATES.items() if kind == gap.kind]
    periods = MedicationStatus.objects.filter(participant=gap.participant).standing()
    period = periods.filter(state__in=states, since=gap.on).first()
    if period is not None:
        take_back_report(period=period, by=by, now=now)
    undo_gap(gap, now, by=by)
