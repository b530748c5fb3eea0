"""Her state as the page shows it: pregnancies, children, her place, the latest change, a pause."""

from dataclasses import dataclass
from datetime import datetime

from pathway.services import effect_of, last_change, why_not_undo
from people.models import Infant, Participant, Pregnancy, StateChange, Stay
from safety.models import ToleranceGap
from safety.services import standing_gaps


@dataclass(frozen=True)
class Carried:
    """One pregnancy and its children."""

    pregnancy: Pregnancy
    infants: list[Infant]
    current: bool

    @property
    def lost(self) -> bool:
        """It ended without a living birth."""
        return self.pregnancy.outcome not in (
            Pregnancy.Outcome.ONGOING,
            Pregnancy.Outcome.LIVE_BIRTH,
        )

    @property
    def going_on(self) -> bool:
        """She is pregnant with it."""
        return self.pregnancy.outcome == Pregnancy.Outcome.ONGOING


@dataclass(frozen=True)
class Latest:
    """What was recorded last, and whether it can be taken back."""

    change: StateChange
    said: str
    why_not: str


def carried_by(mother: Participant) -> list[Carried]:
    """The current one first, then backwards."""
    rows = list(mother.pregnancies.select_related("recorded_by").order_by("-pk"))
    rows.sort(key=lambda row: row.outcome != Pregnancy.Outcome.ONGOING)
    return [
        Carried(
            row,
            list(row.infants.select_related("recorded_by").order_by("born_on", "pk")),
            number == 0,
        )
        for number, row in enumerate(rows)
    ]


def came_home(mother: Participant, stay: Stay | None) -> ToleranceGap | None:
    """That she says she came home, while what is recorded of where she lives says nothing of it."""
    if stay is not None and stay.place == Stay.Place.HOME:
        return None
    told = standing_gaps(mother).filter(kind=ToleranceGap.Kind.DISCHARGE, by_her=True)
    if stay is not None:
        told = told.filter(recorded_at__gt=stay.recorded_at)
    return told.first()


def latest_of(mother: Participant, *, now: datetime) -> Latest | None:
    """The latest change that stands; None when there is none."""
    change = last_change(mother)
    if change is None:
        return None
    said = effect_of(change).words()
    return Latest(change, said, why_not_undo(change, now=now))
