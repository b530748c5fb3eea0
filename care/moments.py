"""Hard moments she lets her clinic read. How many there are says nothing about how she is."""

from dataclasses import dataclass
from datetime import datetime

from people.models import Participant
from sessions.models import HardMoment

SHOWN = 20
HELPED = {
    "breath": "slow breaths",
    "name": "naming what she saw",
    "cool": "something cool, or water",
    "move": "going somewhere else",
    "call": "talking to someone",
    "plan": "her plan",
    "other": "something else",
}


@dataclass(frozen=True)
class MomentRow:
    """One of them, as she kept it."""

    at: datetime
    zone: str
    intensity: int | None
    control: int | None
    helped: str
    what: str


def moments_of(mother: Participant) -> list[MomentRow]:
    """The latest that she shares now, newest first."""
    rows = HardMoment.objects.shared().filter(participant=mother).select_related("deposit")
    return [
        MomentRow(
            at=one.deposit.answered_at,
            zone=one.deposit.zone,
            intensity=one.intensity,
            control=one.control,
            helped=HELPED.get(one.skill, one.skill),
            what=one.what,
        )
        for one in rows.order_by("-deposit__answered_at", "-pk")[:SHOWN]
    ]
