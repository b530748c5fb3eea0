"""Ana on the first day of her course, with a check-in that is open."""

import pytest

from measures.services import start_administrations
from schedule.models import Occurrence, Rule
from tests.cast import NOW, make_cast, start


@pytest.fixture
def cast(db):
    """Everybody; Ana's course and weekly check-in begin today."""
    cast = make_cast()
    start(cast)
    return cast


@pytest.fixture
def check_in(cast) -> Occurrence:
    """Her first check-in, open now."""
    return Occurrence.objects.get(participant=cast.ana, rule__kind=Rule.Kind.CHECK_IN, ordinal=1)


@pytest.fixture
def begun(cast, check_in):
    """Its administrations by instrument code."""
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    return {row.instrument.code: row for row in rows}
