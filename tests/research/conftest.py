"""Ana has answered her first check-in; Cora may export it."""

import uuid
from datetime import timedelta

import pytest

from measures.services import save_answer, start_administrations
from schedule.envelope import of_form
from tests.cast import NOW, ZONE, Cast, make_cast, start

THEN = NOW + timedelta(minutes=5)
AS_OF = NOW + timedelta(hours=1)
LATER = NOW + timedelta(hours=2)


def say(cast: Cast, administration, item: str, value, *, declined=False, now=THEN):
    """Ana answers one item."""
    body = {
        "administration": str(administration.public_id),
        "item": item,
        "value": value,
        "declined": declined,
    }
    envelope = of_form(client_uuid=uuid.uuid4(), kind="answer", body=body, zone=ZONE, now=now)
    return save_answer(device=cast.phone, envelope=envelope, now=now)


@pytest.fixture
def cast(db) -> Cast:
    """Everybody; Ana's course has begun and nothing is answered."""
    made = make_cast()
    start(made)
    return made


@pytest.fixture
def check_in(cast):
    """Ana's first check-in, begun: its administrations by instrument."""
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").order_by("ordinal").first()
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)
    return {one.instrument.code: one for one in begun}


@pytest.fixture
def answered(cast, check_in):
    """Stress answered: 7, 5, 6, 2 and no thoughts of harm; the first said again as 8."""
    stress = check_in["stress"]
    for item, value in (("tense", 7), ("much", 5), ("rest", 6), ("steady", 2), ("thoughts", 0)):
        say(cast, stress, item, value)
    say(cast, stress, "tense", 8, now=THEN + timedelta(minutes=1))
    return stress
