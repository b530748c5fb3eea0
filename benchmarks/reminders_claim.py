"""How much claiming due reminders in batches gains over taking them one by one.

    python benchmarks/reminders_claim.py [--rows 2000] [--rounds 9]

A ratio, not a speed: both ways run in turn within each round, on the same rows.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from measuring import arguments, own_database, ratios, tell

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
BATCH = 100


def owe(rows: int) -> None:
    """One invented mother with that many reminders due now."""
    from reminders.models import Reminder
    from schedule.models import Occurrence

    rule, anchor = expected_daily(rows)
    expected = Occurrence.objects.bulk_create(
        Occurrence(
            participant=rule.participant,
            rule=rule,
            ordinal=number,
            anchor=anchor,
            day=anchor.on,
            zone="UTC",
            opens_at=NOW,
            remind_at=NOW,
        )
        for number in range(rows)
    )
    Reminder.objects.bulk_create(
        Reminder(
            participant=rule.participant,
            occurrence=one,
            kind="due",
            channel="email",
            due_at=NOW,
            stale_at=NOW + timedelta(hours=12),
            planned_at=NOW,
        )
        for one in expected
    )


def expected_daily(times: int):
    """Her rule, and the anchor it hangs on."""
    from people.models import Clinic, Participant, User
    from schedule.models import AnchorRevision, Rule

    clinic = Clinic.objects.create(name="Bench", zone="UTC", is_synthetic=True)
    by = User.objects.create_user(email="bench@example.org", name="Bench")
    her = Participant.objects.create(clinic=clinic, zone="UTC", enrolled_at=NOW, enrolled_by=by)
    anchor = AnchorRevision.objects.create(
        participant=her,
        kind="enrolment",
        subject=uuid4(),
        number=1,
        on=date(2026, 11, 18),
        source="bench",
        recorded_at=NOW,
    )
    rule = Rule.objects.create(
        participant=her,
        kind="check_in",
        subject=uuid4(),
        anchor_kind="enrolment",
        anchor_subject=anchor.subject,
        first_day=0,
        every_days=1,
        times=times,
        opens_at="06:00",
        remind_at="10:00",
        open_days=6,
        created_at=NOW,
    )
    return rule, anchor


def ours() -> int:
    """Claim every due reminder as `send_due` does."""
    from kernel.owed import claim
    from reminders.models import Reminder

    due = Reminder.objects.filter(state__in=["owed", "claimed"], due_at__lte=NOW)
    due = due.order_by("due_at", "pk")
    taken = 0
    while rows := claim(due, lease=timedelta(minutes=5), batch=BATCH, state="claimed"):
        taken += len(rows)
    return taken


def naive() -> int:
    """Take the first due reminder under a lock, mark it, commit; and again."""
    from django.db import transaction

    from reminders.models import Reminder

    taken = 0
    while True:
        with transaction.atomic():
            due = Reminder.objects.filter(state="owed", due_at__lte=NOW).order_by("due_at", "pk")
            row = due.select_for_update().first()
            if row is None:
                return taken
            row.state, row.lease_token, row.tries = "claimed", uuid4(), row.tries + 1
            row.lease_until = NOW + timedelta(minutes=5)
            row.save(update_fields=["state", "lease_token", "lease_until", "tries"])
        taken += 1


def start_again() -> None:
    """Every reminder owed and free."""
    from django.db import connection

    from reminders.models import Reminder

    Reminder.objects.update(state="owed", lease_token=None, lease_until=None, tries=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reminders_reminder")


def main() -> None:
    """Measure and print one line."""
    asked = arguments(__doc__, rows=2000)
    with own_database():
        owe(asked.rows)
        found = ratios(ours, naive, rounds=asked.rounds, before=start_again)
    tell(f"claiming {asked.rows} reminders by {BATCH} against one by one", found)


if __name__ == "__main__":
    main()
