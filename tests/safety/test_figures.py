"""Whether concerns are seen: red when the last rung is told, and as text for a monitor."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command

from people.services import end_membership
from safety.models import Concern, Duty
from safety.services import acknowledge, close, figures, raise_concern, unseen
from tests.cast import NOW


def raised(mother, tier="now", at=NOW) -> Concern:
    return raise_concern(
        participant=mother, rule="own-words", tier=tier, kind="answer",
        source_id=uuid4(), happened_at=at, now=at,
    )  # fmt: skip


def hours(many: float):
    return NOW + timedelta(hours=many)


@pytest.mark.parametrize(
    ("tier", "red"),
    [
        ("now", 2),
        # Four open hours twice: five are left of Wednesday, three more from eight on Thursday.
        ("today", 23),
    ],
)
def test_it_is_red_once_the_last_rung_is_told(cast, tier, red):
    concern = raised(cast.ana, tier)
    assert unseen(None, hours(red) - timedelta(seconds=1)) == []
    assert unseen(None, hours(red)) == [concern]
    assert unseen([cast.clinic], hours(red)) == [concern]
    assert unseen([cast.other_clinic], hours(red)) == []


def test_with_nobody_to_tell_it_is_red_at_once(cast):
    for user in (cast.ben, cast.bea, cast.ada):
        for membership in user.memberships.all():
            end_membership(membership=membership, now=NOW)
    cast.clinic.concern_email = ""
    cast.clinic.save()
    assert unseen(None, NOW) == [] and raised(cast.ana) and len(unseen(None, NOW)) == 1


def test_the_longest_waiting_comes_first(cast):
    first, second = raised(cast.ana), raised(cast.eva, at=hours(1))
    raised(cast.ana, "next_visit", at=hours(1) + timedelta(days=1))
    acknowledge(concern=first, by=cast.ben, now=hours(2))
    raised(cast.ana, at=hours(2))
    found = unseen(None, hours(24 * 14))
    assert [one.waiting_since for one in found] == sorted(one.waiting_since for one in found)
    assert found[0] == second and first in found


def test_acknowledged_or_closed_it_is_not(cast):
    concern = raised(cast.ana)
    acknowledge(concern=concern, by=cast.ben, now=hours(5))
    assert unseen(None, hours(6)) == []
    close(
        concern=raised(cast.eva), by=cast.dan, closed_as="called", what_was_done="Ok.", now=hours(5)
    )
    assert unseen(None, hours(6)) == []


def test_figures_are_by_tier_and_of_thirty_days(cast):
    for n, minutes in enumerate([10, 30, 50]):
        at = NOW - timedelta(days=20 + n)
        acknowledge(
            concern=raised(cast.ana, at=at), by=cast.ben, now=at + timedelta(minutes=minutes)
        )
    old = NOW - timedelta(days=40)
    acknowledge(concern=raised(cast.ana, at=old), by=cast.ben, now=old + timedelta(days=3))
    raised(cast.ana, "today")
    now, today, next_visit = figures(cast.clinic, NOW)
    assert (now.tier, now.open, now.unseen, now.median_minutes) == ("now", 0, 0, 30)
    assert now.acknowledged == 3
    assert (today.open, today.unseen, today.median_minutes) == (1, 0, None)
    assert next_visit.open == 0
    assert figures(None, NOW)[1].open == 1
    assert figures(cast.other_clinic, NOW)[1].open == 0


def printed(*arguments: str) -> tuple[str, int]:
    out, code = StringIO(), 0
    try:
        call_command("unseen_concerns", *arguments, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return out.getvalue(), code


def test_a_monitor_reads_it_and_the_exit_code_is_red(cast):
    raised(cast.ana)
    with time_machine.travel(hours(1), tick=False):
        text, code = printed()
        assert code == 0
        assert 'daybook_concerns_open{clinic="Riverside",tier="now"} 1' in text
        assert 'daybook_concerns_unseen{clinic="Riverside",tier="now"} 0' in text
        assert text.strip().endswith("# EOF") and "minutes_to_acknowledge{" not in text
    with time_machine.travel(hours(3), tick=False):
        text, code = printed("--clinic", "Riverside")
        assert code == 1
        assert 'daybook_concerns_unseen{clinic="Riverside",tier="now"} 1' in text
        assert printed("--clinic", "Hilltop")[1] == 0


def test_nothing_in_it_names_a_mother_and_a_name_is_escaped(cast):
    cast.clinic.name = 'Ri"ver\nside'
    cast.clinic.save()
    raised(cast.ana)
    text, _code = printed()
    assert "Ana" not in text and str(cast.ana.public_id) not in text
    assert 'clinic="Ri\\"ver\\nside"' in text


def test_who_ended_duty_is_no_rung(cast):
    Duty.objects.filter(clinic=cast.clinic).update(until=NOW)
    raised(cast.ana)
    assert unseen(None, hours(0.9)) == []
    assert len(unseen(None, hours(1))) == 1
