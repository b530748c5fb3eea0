"""What she deletes of her practices, moments and words leaves every list and sum, hers and ours."""

import pytest

from care.doses import doses_of
from measures.services import start_administrations
from pathway.services.expected import expected_concerns
from portal.practices import good_days
from portal.said import KINDS, kept_moments
from portal.stepping import walk_of
from research.practices import practice_rows
from schedule.models import Deposit
from sessions.models import AssignedSession
from sessions.services import (
    delete_said,
    enter_session,
    hand_in,
    path_of,
    practice_name,
)
from tests.cast import NOW, Cast, make_cast, start
from tests.saying import answer, entry, envelope, later

AS_OF = later(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    start(made)
    return made


@pytest.fixture
def first(cast: Cast) -> AssignedSession:
    return enter_session(assigned=cast.course.assigned.get(ordinal=1), now=NOW)


def hand(cast: Cast, said):
    hand_in(device=cast.phone, envelope=said, now=NOW)
    return said.client_uuid


def own(first: AssignedSession, code: str, **extra: object):
    """A practice outside its session."""
    body = {"practice": practice_name(first, code), "event": "done", "away": False} | extra
    return envelope("practice", body)


def delete_all(cast: Cast) -> None:
    for deposit in list(Deposit.objects.filter(device__participant=cast.ana)):
        delete_said(device=cast.phone, said=deposit.client_uuid, now=later(minutes=1))


def savoring(first: AssignedSession) -> str:
    return next(step.code for step in path_of(first) if step.skill == "savoring" and step.is_timed)


def test_practices_of_both_kinds(cast: Cast, first: AssignedSession) -> None:
    code = savoring(first)
    hand(cast, entry(first, code, extra={"seconds": 60}))
    hand(cast, own(first, code, seconds=60))

    def counted() -> list[int]:
        return [
            len(doses_of(cast.ana)),
            len(list(practice_rows([cast.ana.pk], {cast.ana.pk: "p"}, as_of=AS_OF))),
            len(good_days(cast.ana)),
            len(KINDS["practices"].read(cast.ana)),
        ]

    assert counted() == [2, 2, 2, 2]
    delete_all(cast)
    assert counted() == [0, 0, 0, 0]


def test_a_hard_moment(cast: Cast) -> None:
    hand(cast, envelope("moment", {"control": 4}))
    assert len(kept_moments(cast.ana)) == 1
    delete_all(cast)
    assert kept_moments(cast.ana) == []


def test_her_words_do_not_come_back_to_the_page_where_she_wrote_them(
    cast: Cast, first: AssignedSession
) -> None:
    step = next(one for one in path_of(first) if one.kind == "reflection")
    hand(cast, entry(first, step.code, "reflection", extra={"text": "It was quiet."}))
    assert walk_of(first).words(step.code) == "It was quiet."
    assert len(KINDS["words"].read(cast.ana)) == 1
    delete_all(cast)
    assert walk_of(first).words(step.code) == ""
    assert KINDS["words"].read(cast.ana) == []


def test_what_she_said_elsewhere_stays(cast: Cast, first: AssignedSession) -> None:
    """One place at a time: neither another step nor what she only did at this one goes with it."""
    steps = {step.kind: step.code for step in path_of(first)}
    wrote, when = steps["reflection"], steps["home"]
    kept = [
        hand(cast, entry(first, when, extra={"fields": {"at": "19:30"}})),
        hand(cast, entry(first, wrote)),
    ]
    said = hand(cast, entry(first, wrote, "reflection", extra={"text": "It was quiet."}))
    delete_said(device=cast.phone, said=said, now=later(minutes=1))
    gone = Deposit.objects.filter(retraction__isnull=False)
    assert {one.client_uuid for one in gone} == {said}
    assert Deposit.objects.filter(client_uuid__in=kept, retraction=None).count() == 2


def test_how_often_a_rule_was_met_here_is_counted_without_it(cast: Cast) -> None:
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").order_by("ordinal").first()
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)
    stress = next(one for one in begun if one.instrument.code == "stress")
    hand(cast, answer(stress, "thoughts", 3))

    def seen() -> list[str]:
        found = expected_concerns(clinic=cast.clinic, now=NOW, mothers=1).rows
        return [row.basis for row in found if "answers here" in row.basis]

    assert seen() != []
    delete_all(cast)
    assert seen() == []
