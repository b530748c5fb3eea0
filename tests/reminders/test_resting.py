"""After a loss, on quiet days and without baby talk: what does not go out, and what does."""

import dataclasses
from datetime import datetime, timedelta

import pytest

from catalog.models import ContentVersion
from catalog.services import released
from measures.models import Battery
from people.services import set_addressed
from reminders.models import Reminder
from reminders.planning import NOT_EXPECTED
from reminders.services import plan_reminders, send_due, with_questions
from schedule.models import Occurrence, Rule
from schedule.services import end_pause, start_pause
from tests.cast import NOW
from tests.reminders.conftest import EVENING, TEN, expect

pytestmark = pytest.mark.django_db


def the(occurrence) -> Reminder:
    """Its reminder as it is now."""
    return Reminder.objects.get(occurrence=occurrence)


def lose(cast, *, since: datetime, on=None):
    """A loss, recorded without moving anything."""
    return start_pause(participant=cast.ana, lost_on=on or since.date(), by=cast.ben, now=since)


def test_after_a_loss_nothing_goes_out_until_she_goes_on(cast, occurrence, mailbox):
    lose(cast, since=EVENING)
    send_due(now=TEN)
    assert mailbox.letters == [] and the(occurrence).state == "owed"
    end_pause(participant=cast.ana, by=None, now=TEN + timedelta(hours=1))
    send_due(now=TEN + timedelta(hours=2))
    assert mailbox.letters == []
    assert (the(occurrence).state, the(occurrence).reason) == ("cancelled", NOT_EXPECTED)


def test_a_card_goes_out_also_after_a_loss(cast, occurrence, mailbox):
    Rule.objects.filter(pk=occurrence.rule_id).update(kind=Rule.Kind.CARD)
    lose(cast, since=EVENING)
    send_due(now=TEN)
    assert the(occurrence).state == "accepted"


def test_on_a_quiet_day_it_waits_for_the_next(cast, occurrence, mailbox):
    """A loss a year ago today."""
    cast.ana.pregnancies.update(outcome="stillbirth", outcome_on=NOW.date().replace(year=2025))
    send_due(now=TEN)
    assert mailbox.letters == []
    waiting = the(occurrence)
    assert (waiting.state, waiting.due_at) == ("owed", TEN + timedelta(days=1))
    send_due(now=TEN + timedelta(days=1))
    assert the(occurrence).state == "accepted"


def test_nothing_is_planned_for_a_quiet_day(cast):
    expect(cast)
    cast.ana.consents.update(given_at=NOW - timedelta(days=3))
    cast.ana.pregnancies.update(outcome="miscarriage", outcome_on=NOW.date().replace(year=2024))
    plan_reminders(now=EVENING)
    assert Reminder.objects.get().due_at == TEN + timedelta(days=1)


@pytest.mark.parametrize("anchor", ["due_date", "birth"])
def test_what_hangs_on_a_baby_is_not_sent_where_she_wants_no_baby_talk(
    cast, occurrence, mailbox, anchor
):
    Rule.objects.filter(pk=occurrence.rule_id).update(anchor_kind=anchor)
    set_addressed(participant=cast.ana, addressed="no_baby_talk")
    send_due(now=TEN)
    assert mailbox.letters == [] and the(occurrence).state == "owed"
    Reminder.objects.all().delete()
    plan_reminders(now=EVENING)
    assert not Reminder.objects.exists()


def test_one_that_lost_its_hour_is_not_sent(occurrence, mailbox):
    Occurrence.objects.filter(pk=occurrence.pk).update(remind_at=None)
    plan_reminders(now=EVENING)
    send_due(now=TEN)
    assert mailbox.letters == []
    assert (the(occurrence).state, the(occurrence).reason) == ("cancelled", NOT_EXPECTED)


def test_a_check_in_without_a_question_for_her_is_not_sent(cast, occurrence, mailbox, monkeypatch):
    battery = Battery.objects.create(
        participant=cast.ana, content=released("battery", "first-weeks"), assigned_by=cast.ben,
        assigned_at=NOW,
    )  # fmt: skip
    Rule.objects.filter(pk=occurrence.rule_id).update(subject=battery.public_id)
    monkeypatch.setattr("measures.services.offering.why_of", lambda *_args, **_more: "addressed")
    send_due(now=TEN)
    assert mailbox.letters == [] and the(occurrence).state == "owed"


def test_questions_about_closeness_alone_rest_after_a_loss(cast, occurrence, monkeypatch):
    """Also when she has gone on; unless a clinician asked for them."""
    content = released("battery", "first-weeks")
    battery = Battery.objects.create(
        participant=cast.ana, content=content, assigned_by=cast.ben, assigned_at=NOW
    )
    only = dataclasses.replace(content.content, instruments=("closeness",))
    monkeypatch.setattr("catalog.models.ContentVersion.content", property(_instead(only)))
    Rule.objects.filter(pk=occurrence.rule_id).update(subject=battery.public_id)
    set_addressed(participant=cast.ana, addressed="with_baby")
    row = Occurrence.objects.select_related("rule", "participant").get(pk=occurrence.pk)
    assert with_questions([row], now=NOW) == [row]
    lose(cast, since=NOW)
    end_pause(participant=cast.ana, by=None, now=NOW)
    assert with_questions([row], now=NOW + timedelta(days=13)) == []
    assert with_questions([row], now=NOW + timedelta(days=14)) == [row]
    Battery.objects.update(asked_after_loss=True)
    assert with_questions([row], now=NOW + timedelta(days=1)) == [row]


def _instead(battery):
    real = ContentVersion.content.fget
    return lambda self: battery if self.kind == "battery" else real(self)
