"""Practices in the export: the dose as it was, without her words, without what she deleted."""

from sessions.services import delete_said, hand_in
from tests.research.conftest import AS_OF, THEN
from tests.research.test_export import made, tables
from tests.saying import entry


def hand(cast, step: str, event: str = "done", **extra):
    said = entry(cast.course.assigned.get(ordinal=1), step, event, extra=extra, at=THEN)
    hand_in(device=cast.phone, envelope=said, now=THEN)
    return said


def rows(cast) -> list[dict[str, str]]:
    return tables(made(cast, as_of=AS_OF).file.body)["practices.csv"]


def test_each_practice_is_a_row_with_its_dose(cast, answered):
    hand(cast, "coming-back", cut="five", anchor="see", seconds=250, before=4, after=2)
    hand(cast, "welcome")
    (row,) = rows(cast)
    wanted = {
        "curriculum": "more-companion", "version": "0.1", "session": "noticing",
        "step": "coming-back", "kind": "practice", "where": "session", "event": "done",
        "cut": "five", "length_seconds": "300", "anchor": "see", "active_seconds": "250",
        "before": "4", "after": "2", "harm": "",
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted


def test_harm_is_said_in_both_ways(cast, answered):
    hand(cast, "two-minutes", "stopped", seconds=20)
    hand(cast, "coming-back", before=1, after=6)
    assert {(row["event"], row["harm"]) for row in rows(cast)} == {
        ("stopped", "not_good"),
        ("done", "worse"),
    }


def test_a_place_kept_is_no_practice(cast, answered):
    hand(cast, "coming-back", "reached", seconds=80)
    assert rows(cast) == []


def test_what_she_deleted_is_not_there(cast, answered):
    said = hand(cast, "two-minutes", seconds=100)
    assert len(rows(cast)) == 1
    delete_said(device=cast.phone, said=said.client_uuid, now=THEN)
    assert rows(cast) == []
