"""Results typed in by staff: append-only, the last row holds, bad figures keep nothing."""

from datetime import date, timedelta

import pytest

from catalog.services import released
from kernel.errors import BadInput, NotFound
from measures.models import RecordedResult
from measures.services.results import (
    label_of,
    record_result,
    results_of,
    results_offered,
    take_back_result,
)
from tests.cast import NOW, Cast

DAY = date(2026, 11, 16)


def record(cast: Cast, code: str = "nas", on: date = DAY, **said: str) -> list[RecordedResult]:
    return record_result(
        participant=cast.ana, instrument=released("instrument", code), said=said, on=on,
        by=cast.ben, now=NOW,
    )  # fmt: skip


def held(cast: Cast) -> list[tuple[str, str]]:
    return [label_of(row) for result in results_of(cast.ana) for row in result.rows]


def test_only_what_nobody_answers_is_offered(cast: Cast):
    offered = {row.code for row in results_offered()}
    assert {"nas", "asq-3", "urine-screen", "parenting-stress-index-4-sf"} <= offered
    assert "stress" not in offered and "timeline-followback" not in offered
    with pytest.raises(BadInput, match="she answers it"):
        record(cast, "stress", tense="1")


def test_what_was_typed_holds_in_the_order_of_its_fields(cast: Cast):
    record(cast, days_in_care="12,5", way="0", remarks=" calm ")
    assert held(cast) == [
        ("How it was followed", "by a score"),
        ("Days in hospital for it", "12.5"),
        ("Remarks", "calm"),
    ]
    (result,) = results_of(cast.ana)
    assert (result.on, result.last.recorded_by) == (DAY, cast.ben)


def test_said_again_the_last_row_holds_and_the_first_stays(cast: Cast):
    record(cast, highest="9", way="0")
    record(cast, highest="10", way="0")
    assert held(cast)[1] == ("Highest score of the day", "10")
    assert RecordedResult.objects.count() == 3
    assert record(cast, highest="10.0") == []


def test_taken_back_nothing_of_that_day_holds_and_nothing_is_gone(cast: Cast):
    record(cast, highest="9", way="0")
    record(cast, on=DAY - timedelta(days=1), highest="4")
    take = {"participant": cast.ana, "code": "nas", "on": DAY, "by": cast.ben, "now": NOW}
    take_back_result(**take)
    assert held(cast) == [("Highest score of the day", "4")]
    assert RecordedResult.objects.filter(on=DAY).count() == 4
    with pytest.raises(NotFound):
        take_back_result(**take)
    record(cast, highest="9")
    assert len(held(cast)) == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"highest": "61"}, "highest"),
        ({"highest": "-1"}, "highest"),
        ({"highest": "nine"}, "highest"),
        ({"highest": "NaN"}, "highest"),
        ({"highest": "sNaN"}, "highest"),
        ({"highest": "1e-9"}, "highest"),
        ({"highest": "0.00001"}, "highest"),
        ({"way": "7"}, "way"),
        ({"way": "0.0"}, "way"),
        ({"remarks": "x" * 81}, "remarks"),
        ({"remarks": "x\x00"}, "remarks"),
        ({}, None),
        ({"unheard-of": "1"}, None),
    ],
)
def test_a_figure_it_cannot_have_keeps_nothing_of_the_form(cast: Cast, said, field):
    with pytest.raises(BadInput) as refused:
        record(cast, **({"days_in_care": "3"} | said if field else said))
    assert refused.value.field == field
    assert not RecordedResult.objects.exists()


def test_a_day_to_come_where_she_lives_is_refused(cast: Cast):
    with pytest.raises(BadInput, match="not come") as refused:
        record(cast, on=date(2026, 11, 19), highest="9")
    assert refused.value.field == "on"
