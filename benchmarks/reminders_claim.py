"""How much claiming due reminders in batches gains over taking them one by one.

    python benchmarks/reminders_claim.py [--rows 2000] [--rounds 9]

Needs DATABASE_URL and the other settings of a role that may create a database: it works in a test
database of its own, and drops it. A ratio, not a speed: both ways run in turn within each round,
on the same rows, so that a slow machine slows both. Prints the median of the rounds' ratios with
the lowest and the highest.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "more_platform.settings")

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
BATCH = 100


def owe(rows: int) -> None:
    """One invented mother with that many reminders due now."""
    from people.models import Clinic, Participant, User
    from reminders.models import Reminder
    from schedule.models import AnchorRevision, Occurrence, Rule

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
        times=rows,
        opens_at="06:00",
        remind_at="10:00",
        open_days=6,
        created_at=NOW,
    )
    expected = Occurrence.objects.bulk_create(
        Occurrence(
            participant=her,
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
            participant=her,
            occurrence=one,
            kind="due",
            channel="email",
            due_at=NOW,
            stale_at=NOW + timedelta(hours=12),
            planned_at=NOW,
        )
        for one in expected
    )


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


def seconds(way: Callable[[], int], rows: int) -> float:
    """How long one way takes for all rows, from the same start."""
    from django.db import connection

    from reminders.models import Reminder

    Reminder.objects.update(state="owed", lease_token=None, lease_until=None, tries=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reminders_reminder")
    began = time.perf_counter()
    taken = way()
    took = time.perf_counter() - began
    if taken != rows:
        raise SystemExit(f"{way.__name__} took {taken} of {rows} rows")
    return took


def main() -> None:
    """Measure and print one line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rows", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=9)
    asked = arguments.parse_args()

    import django
    from django.db import connection

    django.setup()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = f"bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        owe(asked.rows)
        ratios = []
        for number in range(asked.rounds):
            ways = [ours, naive] if number % 2 else [naive, ours]
            took = {way: seconds(way, asked.rows) for way in ways}
            ratios.append(took[naive] / took[ours])
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(
        f"claiming {asked.rows} reminders by {BATCH}: {statistics.median(ratios):.1f} times as "
        f"fast as one by one ({min(ratios):.1f} to {max(ratios):.1f} in {asked.rounds} rounds)"
    )


if __name__ == "__main__":
    main()
