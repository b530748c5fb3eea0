"""Her medicine as the page shows it: what she has now, since when, days without, naloxone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kernel.clock import local_date
from people.models import MedicationStatus, Naloxone, Participant
from people.services import naloxone_of
from safety.models import ToleranceGap
from safety.services import period_of, standing_gaps
from safety.tolerance import gap_days

State = MedicationStatus.State
# What is told as an event of its own; the others follow from the periods, or from a birth.
EVENTS = (ToleranceGap.Kind.RETURN_TO_USE, ToleranceGap.Kind.DISCHARGE)


@dataclass(frozen=True)
class Medicine:
    """All of it. `gap`: whole days without, which say something about her body only."""

    now: str
    gap: int | None
    periods: list[MedicationStatus]
    naloxone: Naloxone | None
    events: list[ToleranceGap]

    @property
    def last(self) -> MedicationStatus | None:
        """One of the periods that were told last: the one a slip can be taken back by."""
        return max(self.periods, key=lambda row: (row.recorded_at, row.pk), default=None)


def medicine_page_of(mother: Participant, *, now: datetime) -> Medicine:
    """Read for one mother."""
    periods = list(mother.medication.standing().select_related("recorded_by"))
    return Medicine(
        now=in_words(periods),
        gap=gap_of(periods, local_date(now, mother.zone)),
        periods=periods,
        naloxone=naloxone_of(mother),
        events=list(standing_gaps(mother).filter(kind__in=EVENTS).select_related("recorded_by")),
    )


def gap_of(periods: Sequence[MedicationStatus], today: date) -> int | None:
    """Whole days without, as of today."""
    return gap_days([period_of(row) for row in periods], today)


def in_words(periods: Sequence[MedicationStatus]) -> str:
    """The latest period in one line; empty when nobody has said."""
    if not periods:
        return ""
    latest = periods[0]
    name = latest.get_medication_display().lower()
    since = f"since {latest.since.day} {latest.since:%b %Y}"
    if latest.medication == MedicationStatus.Medication.NONE:
        return f"no medicine, {since}"
    if latest.medication == MedicationStatus.Medication.UNKNOWN:
        name = "medicine not known"
    if latest.state == State.ON and latest.until is None:
        return f"{name}, {since}"
    if latest.state == State.ON:
        return f"{name} until {latest.until.day} {latest.until:%b %Y}"
    return f"{name}, {latest.get_state_display().lower()} {since}"
