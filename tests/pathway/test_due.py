"""What comes next, as she is told it."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from pathway.due import expected_at, next_due
from portal.due import next_opening
from schedule.models import Occurrence, Rule
from sessions.services import save_entry
from tests.cast import ZONE, Cast, make_cast, start
from tests.saying import entry, later


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody; Ana's course begins today, and all that is open now is done."""
    cast = make_cast()
    start(cast)
    return cast


def plan(cast: Cast, at: str) -> None:
    """She means to practise at home, from tomorrow on."""
    assert cast.course
    first = cast.course.assigned.get(ordinal=1)
    said = entry(first, "when", extra={"fields": {"at": at}}, at=later(hours=11))
    save_entry(device=cast.phone, envelope=said, now=later(hours=11))


def local(row: Occurrence) -> time:
    return expected_at(row).astimezone(ZoneInfo(ZONE)).time()


def test_a_practice_is_named_by_the_time_she_chose(cast: Cast) -> None:
    plan(cast, "19:30")
    row = next_due(cast.ana, now=later(hours=11, minutes=30))
    assert row and row.rule.kind == Rule.Kind.PRACTICE and local(row) == time(19, 30)
    told = next_opening(cast.ana, now=later(hours=11, minutes=30))
    assert told == "tomorrow, Thursday"


def test_after_midnight_it_names_no_hour_of_the_night(cast: Cast) -> None:
    plan(cast, "19:30")
    at_two = later(hours=14)  # 2 in the morning of Thursday
    assert next_opening(cast.ana, now=at_two) == "today at 7:30 PM"


def test_what_comes_before_the_chosen_time_is_named_first(cast: Cast) -> None:
    plan(cast, "19:30")
    check_in = Occurrence.objects.filter(rule__kind=Rule.Kind.CHECK_IN).order_by("ordinal")[0]
    Occurrence.objects.filter(pk=check_in.pk).update(
        opens_at=later(hours=21), day=later(hours=21).date()
    )
    first = next_due(cast.ana, now=later(hours=14))
    assert first == check_in
