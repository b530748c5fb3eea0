"""Staff see what she says of where she lives, and that nothing is due, as her phone has it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from care.caseload import caseload
from pathway.services import report_gap
from people.models import Pregnancy
from people.services import set_addressed, set_stay
from safety.models import ToleranceGap
from tests.cast import NOW

TODAY = NOW.date()
LINE = "She says she came home on 18 Nov 2026"


def hers(cast) -> str:
    return f"/staff/mothers/{cast.ana.public_id}/"


def says_she_came_home(cast) -> None:
    kind = ToleranceGap.Kind.DISCHARGE
    report_gap(participant=cast.ana, kind=kind, on=TODAY, by=None, now=timezone.now())


def lives(cast, place: str) -> None:
    set_stay(participant=cast.ana, place=place, since=TODAY, by=cast.ben, now=timezone.now())


@pytest.mark.parametrize("before", ["", "hospital"])
def test_that_she_came_home_waits_to_be_recorded(before, cast, ben):
    if before:
        lives(cast, before)
    assert LINE not in ben.get(hers(cast)).content.decode()
    says_she_came_home(cast)
    for address in (hers(cast), f"{hers(cast)}status/"):
        page = ben.get(address).content.decode()
        assert LINE in page and f"{hers(cast)}status/home/" in page


@pytest.mark.parametrize("place", ["home", "residential"])
def test_once_recorded_it_waits_no_more(place, cast, ben):
    says_she_came_home(cast)
    lives(cast, place)
    assert LINE not in ben.get(hers(cast)).content.decode()


def test_what_staff_recorded_themselves_needs_no_line(cast, ben):
    kind = ToleranceGap.Kind.DISCHARGE
    report_gap(participant=cast.ana, kind=kind, on=TODAY, by=cast.ben, now=timezone.now())
    assert "She says she came home" not in ben.get(hers(cast)).content.decode()


def test_on_a_quiet_day_nothing_is_open_for_staff_either(cast, answered, ben):
    assert ">open<" in ben.get(hers(cast)).content.decode()
    Pregnancy.objects.filter(participant=cast.ana).update(
        outcome=Pregnancy.Outcome.STILLBIRTH, outcome_on=TODAY - timedelta(days=365)
    )
    page = ben.get(hers(cast)).content.decode()
    assert "Today is a quiet day for her" in page
    assert ">open<" not in page and ">rests<" in page
    assert ">next<" in page, "tomorrow it goes on"
    ana = next(row for row in caseload(cast.ben, now=timezone.now()) if row.mother == cast.ana)
    assert (ana.rests, ana.due) == (True, None)


def test_a_check_in_her_phone_does_not_show_is_not_open_for_staff(cast, answered, ben):
    rule = cast.ana.rules.get(kind="check_in")
    rule.anchor_kind = "birth"
    rule.save()
    set_addressed(participant=cast.ana, addressed="no_baby_talk")
    page = ben.get(hers(cast)).content.decode()
    assert "not asked of her now" in page and ">next<" not in page
