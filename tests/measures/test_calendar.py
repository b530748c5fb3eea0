"""The calendar of days: append-only, the last row of a day and substance holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kernel.errors import BadInput, Conflict
from measures.models import UseDay
from measures.services.calendar import (
    Day,
    calendar_of,
    newest_row,
    record_days,
    stretch,
    substances,
    wrong_entries,
)
from tests.cast import NOW, Cast

DAY = date(2026, 11, 16)
USED, NONE, UNKNOWN = Day(True), Day(False), Day(None)


def record(cast: Cast, days, substance: str = "alcohol", seen: int | None = None) -> int:
    return record_days(
        participant=cast.ana, substance=substance, days=days, by=cast.ben, now=NOW,
        seen=newest_row(cast.ana) if seen is None else seen,
    )  # fmt: skip


def held(cast: Cast, substance: str = "alcohol") -> dict[date, Day]:
    return calendar_of(cast.ana, DAY - timedelta(days=40), DAY).get(substance, {})


def test_the_last_row_of_a_day_and_substance_holds(cast: Cast):
    assert record(cast, {DAY: USED, DAY - timedelta(days=1): NONE}) == 2
    assert record(cast, {DAY: NONE}) == 1
    assert record(cast, {DAY: USED}, "cannabis") == 1
    assert held(cast) == {DAY: NONE, DAY - timedelta(days=1): NONE}
    assert held(cast, "cannabis") == {DAY: USED}
    assert UseDay.objects.count() == 4


def test_what_holds_already_makes_no_row_even_on_an_old_page(cast: Cast):
    record(cast, {DAY: USED})
    assert record(cast, {DAY: USED}, seen=0) == 0


def test_on_top_of_what_somebody_wrote_meanwhile_nothing_is_kept(cast: Cast):
    record(cast, {DAY: USED})
    with pytest.raises(Conflict, match="kept below"):
        record(cast, {DAY: NONE}, seen=0)
    assert held(cast) == {DAY: USED}


def test_an_estimate_for_a_stretch_is_a_row_a_day_and_says_so(cast: Cast):
    said = Day(True, Decimal("2.50"), UseDay.Period.ESTIMATED)
    assert record(cast, stretch(DAY - timedelta(days=6), DAY, said)) == 7
    assert set(held(cast).values()) == {said}


@pytest.mark.parametrize(
    ("since", "until"), [(DAY, DAY - timedelta(days=1)), (DAY - timedelta(days=92), DAY)]
)
def test_a_stretch_runs_forward_and_not_too_far(since, until):
    with pytest.raises(BadInput):
        stretch(since, until, NONE)


@pytest.mark.parametrize(
    ("days", "substance"),
    [
        ({DAY: USED}, "methadone"),
        ({DAY: USED}, ""),
        ({date(2026, 11, 19): NONE}, "alcohol"),
        ({date(2024, 11, 1): NONE}, "alcohol"),
        ({DAY: Day(False, Decimal(1))}, "alcohol"),
        ({DAY: Day(True, Decimal("-1"))}, "alcohol"),
        ({DAY: Day(True, Decimal("NaN"))}, "alcohol"),
        ({DAY: Day(True, Decimal("0.001"))}, "alcohol"),
        ({DAY: Day(True, Decimal("1e9"))}, "alcohol"),
        ({DAY: USED, date(2026, 12, 1): NONE}, "alcohol"),
    ],
)
def test_what_cannot_be_keeps_nothing(cast: Cast, days, substance):
    with pytest.raises(BadInput):
        record(cast, days, substance)
    assert not UseDay.objects.exists()


def test_her_medicine_is_never_on_the_list(settings):
    assert wrong_entries(settings.CALENDAR_SUBSTANCES) == []
    assert len(substances()) == 6
    for entry in ("methadone=Methadone", "suboxone=X", "Alcohol", "a=b", "alcohol=", "=x"):
        assert wrong_entries([entry]), entry
    assert wrong_entries(["alcohol=Alcohol", "alcohol=Beer"])
