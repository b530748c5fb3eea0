"""Each message ends in one state, whatever happens between planning and the wire."""

from datetime import time, timedelta

import pytest
from django.db.models.functions import Now

from kernel.owed import claim
from people.services import revoke_consent, set_details
from reminders.channels import CHANNELS
from reminders.models import Attempt, Reminder
from reminders.services import (
    plan_reminders,
    preference_of,
    reminders_of,
    send,
    send_due,
    set_preference,
)
from reminders.services.delivery import LEASE
from schedule.services import end_rule, mark_done
from tests.reminders.conftest import EVENING, TEN, expect

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(occurrence, mailbox) -> Reminder:
    """Ana's reminder, planned."""
    return Reminder.objects.get(occurrence=occurrence)


def ended(owed: Reminder) -> tuple[str, str]:
    owed.refresh_from_db()
    return owed.state, owed.reason


def test_it_is_sent_once_at_its_time(owed, mailbox):
    send_due(now=TEN - timedelta(minutes=1))
    assert mailbox.letters == []
    for minutes in (0, 1, 60):
        send_due(now=TEN + timedelta(minutes=minutes))
    assert ended(owed) == ("accepted", "")
    assert len(mailbox.letters) == 1
    assert "https://pages.example.org/d/" in mailbox.letters[0]
    assert [a.outcome for a in owed.attempts.all()] == ["accepted"]


def test_it_speaks_her_language(owed, mailbox, cast):
    cast.ana.language = "es"
    cast.ana.save()
    send_due(now=TEN)
    assert "Tienes algo pendiente" in mailbox.letters[0]


def test_done_in_between_is_not_told(owed, mailbox):
    mark_done(occurrence=owed.occurrence, at=TEN - timedelta(hours=1))
    send_due(now=TEN)
    assert ended(owed) == ("cancelled", "already done")
    assert mailbox.letters == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda c, r: end_rule(rule=r.occurrence.rule, now=TEN), "no longer expected"),
        (lambda c, r: type(c.ana).objects.update(status="withdrawn"), "she has left"),
        (
            lambda c, r: revoke_consent(participant=c.ana, purpose="reminders", now=TEN),
            "no consent to reminders",
        ),
        (
            lambda c, r: revoke_consent(participant=c.ana, purpose="care", now=TEN),
            "no consent to reminders",
        ),
        (lambda c, r: set_preference(participant=c.ana, paused=True, now=TEN), "paused by her"),
        (
            lambda c, r: set_details(
                participant=c.ana, name="Ana Reyes", email="", phone="", zone=c.ana.zone
            ),
            "no address",
        ),
    ],
)
def test_what_changed_since_is_seen(owed, mailbox, cast, change, reason):
    change(cast, owed)
    send_due(now=TEN)
    assert ended(owed) == ("cancelled", reason)
    assert mailbox.letters == []


def test_too_late_is_never_sent(owed, mailbox):
    send_due(now=TEN + timedelta(hours=12))
    assert ended(owed) == ("expired", "too late")
    assert mailbox.letters == []


def test_new_quiet_hours_move_it(owed, mailbox, cast):
    set_preference(
        participant=cast.ana, quiet_from=time(9), quiet_until=time(14), now=TEN - timedelta(hours=2)
    )
    send_due(now=TEN)
    assert mailbox.letters == []
    send_due(now=TEN + timedelta(hours=4))
    assert ended(owed) == ("accepted", "")


def test_a_pause_that_ended_before_it_was_due_changes_nothing(owed, mailbox, cast):
    set_preference(participant=cast.ana, paused=True, now=TEN - timedelta(hours=2))
    set_preference(participant=cast.ana, paused=False, now=TEN - timedelta(hours=1))
    send_due(now=TEN)
    assert ended(owed) == ("accepted", "")


def test_what_ended_by_a_pause_stays_ended(owed, mailbox, cast):
    set_preference(participant=cast.ana, paused=True, now=TEN)
    send_due(now=TEN)
    set_preference(participant=cast.ana, paused=False, now=TEN + timedelta(hours=1))
    send_due(now=TEN + timedelta(hours=1))
    assert ended(owed) == ("cancelled", "paused by her")


def test_hours_keep_what_was_not_said(cast):
    set_preference(participant=cast.ana, quiet_from=time(20), now=TEN)
    kept = set_preference(participant=cast.ana, paused=True, now=TEN)
    assert (kept.quiet_from, kept.quiet_until, kept.paused_at) == (time(20), time(8), TEN)
    assert preference_of(cast.eva).quiet_from == time(21)


def test_a_refused_address_ends_it(owed, mailbox):
    mailbox.mood = "no such address"
    send_due(now=TEN)
    send_due(now=TEN + timedelta(hours=1))
    owed.refresh_from_db()
    said = "550 <(address)>: nobody named (address) here"
    assert (owed.state, owed.last_error) == ("refused", said)
    assert owed.attempts.get().detail == said


def test_a_busy_server_is_tried_again_until_it_takes_it(owed, mailbox):
    mailbox.mood = "busy"
    send_due(now=TEN)
    send_due(now=TEN + timedelta(seconds=30))
    assert owed.attempts.count() == 1
    mailbox.mood = "kind"
    send_due(now=TEN + timedelta(minutes=2))
    assert ended(owed) == ("accepted", "")
    assert [a.outcome for a in owed.attempts.order_by("at")] == ["retry", "accepted"]


def test_a_server_busy_for_too_long_ends_in_expired(owed, mailbox):
    mailbox.mood = "busy"
    for hours in range(13):
        send_due(now=TEN + timedelta(hours=hours))
    # At 21:00 her quiet hours begin; by their end it would be stale.
    assert ended(owed) == ("expired", "only quiet hours were left")
    assert owed.attempts.count() == 11


@pytest.mark.parametrize("mood", ["hangs up in the middle", "hangs up after"])
def test_a_server_that_breaks_off_leaves_it_unknown_for_ever(owed, mailbox, mood):
    mailbox.mood = mood
    send_due(now=TEN)
    mailbox.mood = "kind"
    arrived = len(mailbox.letters)
    send_due(now=TEN + timedelta(hours=1))
    assert ended(owed) == ("unknown", "")
    assert len(mailbox.letters) == arrived


class Killed(BaseException):
    """What no handler may catch."""


def killed_at(monkeypatch, where: object, name: object, *, after: bool = False) -> None:
    """Send with a worker that dies before (or after) one call, and let its lease run out."""
    real = CHANNELS["email"] if where is CHANNELS else getattr(where, name)

    def die(*args, **kwargs):
        if after:
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        if where is CHANNELS:
            patch.setitem(CHANNELS, name, die)
        else:
            patch.setattr(where, name, die)
        with pytest.raises(Killed):
            send_due(now=TEN)
    Reminder.objects.update(lease_until=Now() - timedelta(seconds=1))


def test_killed_after_the_claim_it_is_sent_by_another(owed, mailbox, monkeypatch):
    killed_at(monkeypatch, send, "_ready")
    assert ended(owed) == ("claimed", "")
    send_due(now=TEN)
    assert ended(owed) == ("accepted", "")
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize("after", [False, True])
def test_killed_while_handing_over_it_is_unknown_and_never_repeated(
    owed, mailbox, monkeypatch, after
):
    killed_at(monkeypatch, CHANNELS, "email", after=after)
    assert ended(owed) == ("handing_over", "")
    arrived = len(mailbox.letters)
    for hours in (0, 1):
        send_due(now=TEN + timedelta(hours=hours))
    assert ended(owed) == ("unknown", "")
    assert len(mailbox.letters) == arrived
    assert owed.attempts.get().outcome == "unknown"


def test_who_lost_the_lease_sends_nothing(owed, mailbox):
    [slow] = claim(Reminder.objects.filter(pk=owed.pk), lease=LEASE, batch=1, state="claimed")
    Reminder.objects.update(lease_until=Now() - timedelta(seconds=1))
    send_due(now=TEN)
    send._send(slow, TEN, clock=lambda: TEN)
    assert ended(owed) == ("accepted", "")
    assert len(mailbox.letters) == 1


def test_one_that_another_worker_holds_is_left_alone(owed, mailbox):
    claim(Reminder.objects.filter(pk=owed.pk), lease=LEASE, batch=1, state="claimed")
    assert send_due(now=TEN) == 0
    assert mailbox.letters == []


def test_a_text_that_gives_her_away_is_not_sent(owed, mailbox, settings):
    settings.SITE_URL = "https://recovery.example.org"
    send_due(now=TEN)
    assert ended(owed) == ("refused", "the text was not neutral")
    assert mailbox.letters == []
    owed.refresh_from_db()
    assert owed.last_error == "the text holds: recover"


def test_one_that_breaks_does_not_hold_up_the_others(owed, mailbox, cast, monkeypatch):
    expect(cast)
    plan_reminders(now=EVENING)
    real = send._letter

    def broken(row, her):
        if row.pk == owed.pk:
            raise RuntimeError("no key")
        return real(row, her)

    monkeypatch.setattr(send, "_letter", broken)
    with pytest.raises(ExceptionGroup):
        send_due(now=TEN)
    assert len(mailbox.letters) == 1
    assert ended(owed) == ("claimed", "")


def test_no_attempt_keeps_any_of_the_text(owed, mailbox):
    send_due(now=TEN)
    attempt = Attempt.objects.get()
    assert attempt.detail.startswith("250")
    assert "example.net" not in attempt.detail


def test_staff_see_the_ledger_with_its_attempts(owed, mailbox, cast, django_assert_num_queries):
    send_due(now=TEN)
    with django_assert_num_queries(2):
        [row] = reminders_of(cast.ana)
        assert [a.outcome for a in row.attempts.all()] == ["accepted"]
        assert row.occurrence.rule.kind == "check_in"


def test_the_application_role_may_do_all_of_it(cast, mailbox, app_role):
    cast.ana.consents.update(given_at=EVENING)
    expect(cast)
    set_preference(participant=cast.ana, paused=True, now=EVENING)
    set_preference(participant=cast.ana, paused=False, now=EVENING)
    assert plan_reminders(now=EVENING) == 1
    send_due(now=TEN)
    assert Reminder.objects.get().state == "accepted"
