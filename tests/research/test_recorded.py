"""Results from elsewhere and calendar days in the export."""

from datetime import timedelta
from decimal import Decimal

from catalog.services import released
from measures.services.calendar import Day, newest_row, record_days
from measures.services.results import record_result, take_back_result
from people.services import revoke_consent
from tests.cast import NOW, Cast, agree, mother, pair
from tests.research.conftest import AS_OF, LATER
from tests.research.test_export import made, tables

WORDS = "Said by Rosa at the desk."


def type_in(cast: Cast, now=NOW, **said: str) -> None:
    record_result(
        participant=cast.ana, instrument=released("instrument", "nas"), said=said,
        on=NOW.date(), by=cast.ben, now=now,
    )  # fmt: skip


def mark(cast: Cast, said: Day, back: int = 0, now=NOW) -> None:
    record_days(
        participant=cast.ana, substance="alcohol", days={NOW.date() - timedelta(days=back): said},
        seen=newest_row(cast.ana), by=cast.ben, now=now,
    )  # fmt: skip


def test_a_result_leaves_as_figures_and_never_in_words(cast, answered) -> None:
    type_in(cast, highest="9.50", way="1", remarks=WORDS)
    found = tables(made(cast, as_of=AS_OF).file.body)
    assert WORDS not in str(found)
    rows = {row["field"]: (row["value"], row["missing"]) for row in found["results.csv"]}
    assert rows == {
        "highest": ("9.5", ""),
        "way": ("1", ""),
        "remarks": ("", "text_not_exported"),
    }
    book = [row for row in found["codebook.csv"] if row["instrument"] == "nas"]
    assert {row["code"] for row in book} >= set(rows)
    assert {row["row"] for row in book} == {"field"}


def test_a_result_is_there_as_it_held_at_that_moment(cast, answered) -> None:
    type_in(cast, highest="9")
    type_in(cast, highest="11", now=AS_OF + timedelta(minutes=1))
    take_back_result(
        participant=cast.ana, code="nas", on=NOW.date(), by=cast.ben,
        now=AS_OF + timedelta(minutes=2),
    )  # fmt: skip
    (row,) = tables(made(cast, as_of=AS_OF).file.body)["results.csv"]
    assert row["value"] == "9"
    assert tables(made(cast, as_of=LATER).file.body)["results.csv"] == []


def test_a_calendar_leaves_one_row_a_day_and_substance(cast, answered) -> None:
    mark(cast, Day(False))
    mark(cast, Day(True, Decimal("2.50")))
    mark(cast, Day(None), back=1)
    mark(cast, Day(False), now=AS_OF + timedelta(minutes=1))
    before, today = tables(made(cast, as_of=AS_OF).file.body)["use_days.csv"]
    assert (before["used"], before["missing"]) == ("", "not_known")
    assert (today["used"], today["amount"], today["missing"]) == ("1", "2.5", "")
    assert today["recorded_by"] == "staff" and today["pseudonym"]


def test_without_her_consent_to_research_nothing_of_either_leaves(cast, answered) -> None:
    """The other mother of the clinic alone is in it."""
    type_in(cast, highest="9")
    mark(cast, Day(True))
    other = mother(cast.clinic, cast.ben, "Mia Ford")
    agree(other, pair(other, cast.ben)[0], "research")
    revoke_consent(participant=cast.ana, purpose="research", now=NOW)
    found = tables(made(cast, as_of=AS_OF).file.body)
    assert found["results.csv"] == found["use_days.csv"] == []
