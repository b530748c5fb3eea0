"""Stopping: what ends, what stays, and coming back."""

from datetime import timedelta

import pytest

from kernel.errors import BadInput
from pathway.services import copy_of, stop_taking_part, stopped_at, take_up_again
from pathway.services.copy import lookups_of_hers
from people.models import Consent, Device, Invitation, Participant
from people.services import invite
from reminders.models import Reminder
from reminders.services import plan_reminders
from safety.models import Concern
from safety.services import raise_concern
from tests.cast import NOW, Cast, pair, start
from tests.test_privacy import reachable

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def left(cast: Cast) -> Cast:
    """Ana, in the middle of everything, stops."""
    start(cast)
    plan_reminders(now=NOW)
    assert Reminder.objects.filter(participant=cast.ana, state="owed").exists()
    invite(participant=cast.ana, by=cast.ben, now=NOW)
    raise_concern(
        participant=cast.ana, rule="own", tier="now", kind="answer",
        source_id=cast.ana.public_id, happened_at=NOW, now=NOW,
    )  # fmt: skip
    stop_taking_part(participant=cast.ana, now=LATER)
    return cast


def test_all_that_is_asked_of_her_ends(left: Cast) -> None:
    ana = left.ana
    assert not ana.occurrences.pending().exists()
    assert not ana.rules.filter(ended_at=None).exists()
    assert not ana.courses.filter(finished_at=None).exists()
    assert not ana.batteries.filter(ended_at=None).exists()
    assert not Reminder.objects.filter(participant=ana, state="owed").exists()
    assert plan_reminders(now=LATER) == 0


def test_each_yes_phone_and_link_ends(left: Cast) -> None:
    assert not Consent.objects.live(now=LATER).filter(participant=left.ana).exists()
    assert not Device.objects.filter(participant=left.ana, revoked_at=None).exists()
    assert not Invitation.objects.filter(revoked_at=None, consumed_at=None).exists()


def test_an_open_concern_still_needs_a_person(left: Cast) -> None:
    assert Concern.objects.get(participant=left.ana).closed_at is None


def test_others_go_on(left: Cast) -> None:
    left.eva.refresh_from_db()
    assert left.eva.status == "active"


def test_twice_is_once(left: Cast) -> None:
    ended = left.ana.courses.get().finished_at
    stop_taking_part(participant=left.ana, now=LATER + timedelta(hours=1))
    assert left.ana.courses.get().finished_at == ended
    assert stopped_at(left.ana)


def test_she_is_taken_up_again_and_nothing_begins_by_itself(left: Cast) -> None:
    take_up_again(participant=left.ana, by=left.ben)
    assert stopped_at(left.ana) is None
    assert not left.ana.occurrences.pending().exists()
    device, _token = pair(left.ana, left.ben, now=LATER)
    assert device.revoked_at is None
    start(left, now=LATER)
    assert left.ana.courses.filter(finished_at=None).count() == 1
    with pytest.raises(BadInput):
        take_up_again(participant=left.ana, by=left.ben)


def test_every_table_of_hers_is_in_the_copy(left: Cast) -> None:
    tables = copy_of(left.ana, now=LATER)["tables"]
    assert {"Participant", "Identity", "Concern", "Reminder", "Device", "ConsentEvent"} <= set(
        tables
    )
    assert len(tables["Participant"]) == len(tables["Identity"]) == 1
    assert tables["Identity"][0]["name"] == "Ana Reyes"


def test_no_table_of_hers_is_left_out() -> None:
    """The walk of the copy finds what the walk of the policies finds."""
    hers = {model for model in reachable(Participant) if model.privacy.hers}
    assert set(lookups_of_hers()) == hers
