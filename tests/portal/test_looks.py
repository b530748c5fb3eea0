"""Who opened her things: what counts as a look, whose, on which day and for how long."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from audit.services import record_read
from people.models import Membership
from portal.looked import looks_at
from safety.services import raise_concern
from tests.cast import NOW, Cast


def look(cast: Cast, *, at: datetime = NOW, by=None, of=None, kind: str = "opened") -> None:
    """One row of the record, of a page of its own."""
    record_read(
        actor=(by or cast.ben).actor,
        kind=kind,
        model="people.Participant",
        ids=[of or cast.ana.public_id],
        where=str(uuid4()),
        now=at,
    )


def concern_of(mother):
    return raise_concern(
        participant=mother, rule="own-harm-now", tier="now", kind="answer",
        source_id=uuid4(), happened_at=NOW, now=NOW,
    )  # fmt: skip


def test_a_concern_of_hers_is_hers_and_another_mothers_is_not(cast: Cast) -> None:
    look(cast, of=concern_of(cast.eva).public_id, by=cast.dan)
    assert looks_at(cast.ana, now=NOW) == []
    look(cast, of=concern_of(cast.ana).public_id)
    assert [one.name for one in looks_at(cast.ana, now=NOW)] == ["Ben"]


def test_after_ninety_days_a_look_is_shown_no_more(cast: Cast) -> None:
    look(cast, at=NOW - timedelta(days=90))
    assert looks_at(cast.ana, now=NOW) == []
    look(cast, at=NOW - timedelta(days=89, hours=23))
    assert len(looks_at(cast.ana, now=NOW)) == 1


def test_a_name_in_a_list_is_no_look(cast: Cast) -> None:
    look(cast, kind="listed")
    assert looks_at(cast.ana, now=NOW) == []


def test_one_a_day_person_and_kind_on_her_own_day(cast: Cast) -> None:
    """Two in the morning in UTC is the evening before where she lives."""
    night = datetime(2026, 11, 18, 2, 0, tzinfo=NOW.tzinfo)
    for minutes in (0, 20):
        look(cast, at=night + timedelta(minutes=minutes))
    look(cast, at=night, kind="unmasked")
    found = looks_at(cast.ana, now=NOW)
    assert {one.day for one in found} == {date(2026, 11, 17)}
    assert sorted(one.what for one in found) == ["read your page", "saw how to reach you"]


def test_what_somebody_did_here_once_is_not_what_they_do(cast: Cast) -> None:
    Membership.objects.create(
        user=cast.ben, clinic=cast.clinic, role="researcher", since=NOW, until=NOW
    )
    look(cast)
    assert [one.role for one in looks_at(cast.ana, now=NOW)] == ["works with you"]
