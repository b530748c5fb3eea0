"""Two workers at the same moment, with real transactions: one message."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event, Thread
from time import sleep
from uuid import uuid4

import pytest
from django.db import connections, transaction

from people.services import revoke_consent
from reminders.models import Attempt, Reminder
from reminders.services import page_staff, plan, plan_reminders, send_due, set_preference
from safety.services import raise_concern
from schedule.services import mark_done
from tests.cast import NOW
from tests.reminders.conftest import EVENING, TEN, expect

WORKERS = 4
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work) -> list:
    """Run `work` in several threads that begin together, each with its own connection."""
    gate = Barrier(WORKERS)

    def one(_):
        try:
            gate.wait(timeout=10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


@pytest.fixture
def due(cast):
    """Eight things Ana is due at TEN."""
    cast.ana.consents.update(given_at=NOW - timedelta(days=3))
    return [expect(cast) for _ in range(8)]


def test_planned_together_each_is_owed_once(due, monkeypatch):
    all_have_read = Barrier(WORKERS)
    real = plan._row

    def row(occurrence, due_then, now):
        if occurrence.pk == due[0].pk:
            all_have_read.wait(timeout=10)
        return real(occurrence, due_then, now)

    monkeypatch.setattr(plan, "_row", row)
    at_once(lambda: plan_reminders(now=EVENING))
    assert Reminder.objects.count() == len(due)


def test_sent_together_each_goes_out_once(due, mailbox):
    plan_reminders(now=EVENING)
    at_once(lambda: send_due(now=TEN))
    assert len(mailbox.letters) == len(due)
    assert Attempt.objects.count() == len(due)
    assert set(Reminder.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_concern_is_told_once_to_each_person_and_turn(cast, mailbox):
    raise_concern(
        participant=cast.ana,
        rule="harm-now",
        tier="now",
        kind="answer",
        source_id=uuid4(),
        happened_at=NOW,
        now=NOW,
    )
    # On duty and the shared mailbox; then the back-up too; then the admin too.
    for turn, letters in enumerate([2, 5, 9]):
        at_once(lambda turn=turn: page_staff(now=NOW + timedelta(minutes=62 * turn)))
        assert len(mailbox.letters) == letters
    assert Attempt.objects.count() == 9


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda one: mark_done(occurrence=one, at=TEN), "already done"),
        (
            lambda one: revoke_consent(participant=one.participant, purpose="reminders", now=TEN),
            "no consent to reminders",
        ),
        (
            lambda one: set_preference(participant=one.participant, paused=True, now=TEN),
            "paused by her",
        ),
    ],
)
def test_what_she_does_while_it_is_being_prepared_is_seen(due, mailbox, act, reason):
    one = due[0]
    set_preference(participant=one.participant, now=EVENING)
    plan_reminders(now=EVENING)
    Reminder.objects.exclude(occurrence=one).delete()
    acted = Event()

    def her_answer():
        try:
            with transaction.atomic():
                act(one)
                acted.set()
                sleep(0.5)  # the hand-over begins before this is committed
        finally:
            connections.close_all()

    her = Thread(target=her_answer)
    her.start()
    acted.wait(10)
    send_due(now=TEN)
    her.join()
    assert mailbox.letters == []
    assert Reminder.objects.get().reason == reason
