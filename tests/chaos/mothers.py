"""Make some mothers with a check-in begun and opened phones, of a clinic that says who answers.

Run as `python -m tests.chaos.mothers COUNT` with the rig's settings; prints JSON, one a mother.
"""

import json
import sys
from datetime import datetime, time, timedelta

import django

ZONE = "America/New_York"


def main(count: int) -> None:
    django.setup()
    from django.test.utils import override_settings
    from django.utils import timezone

    from people.models import Participant

    now = timezone.now()
    # PINs are not what this is about; the site reads the cookies only.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        clinician = _clinic(now - timedelta(days=3))
        first = Participant.objects.count()
        told = [_mother(clinician, number, now) for number in range(first, first + count)]
    print(json.dumps(told))


def _clinic(since: datetime):
    """A clinic somebody answers for at every hour, found again the next time; who does."""
    from people.models import Clinic, User
    from safety.services import put_on_duty, set_hours, sign_protocol
    from tests import cast as people

    there = User.objects.filter(email="una@example.org").first()
    if there is not None:
        return there
    clinic = Clinic.objects.create(
        name="At all hours", zone=ZONE, is_synthetic=True, concern_email="shared@example.org"
    )
    first, second = (people.staff(clinic, name, "clinician", since) for name in ("Una", "Vic"))
    set_hours(clinic=clinic, week={day: (time(0), time(23, 59)) for day in range(7)})
    put_on_duty(clinic=clinic, user=first, rung="on_duty", now=since)
    put_on_duty(clinic=clinic, user=second, rung="back_up", now=since)
    sign_protocol(
        clinic=clinic,
        signed_by="Una Invented",
        signed_role="Medical director",
        signed_on=since.date() - timedelta(days=30),
        invented=True,
        by=first,
        now=since,
    )
    return first


def _mother(by, number: int, now: datetime) -> dict:
    from django.test import Client

    from catalog.services import released
    from measures.services import start_administrations
    from pathway.services import assign
    from schedule.models import Occurrence
    from tests import cast as people

    begun = now - timedelta(days=2)  # So that today lies in the first window in every zone.
    clinic = by.memberships.get().clinic
    mother = people.mother(clinic, by, f"chaos{number} Invented", now=begun)
    phone, token = people.pair(mother, by, begun)
    people.agree(mother, phone, "care", "research", now=begun)
    battery = released("battery", "weekly-check-in")
    assign(
        participant=mother,
        curriculum=None,
        battery=battery,
        starts_on=begun.date(),
        by=by,
        now=begun,
    )
    occurrence = Occurrence.objects.filter(
        participant=mother, opens_at__lte=now, closes_at__gt=now
    ).get()
    administrations = start_administrations(occurrence=occurrence, participant=mother, now=now)
    client = Client()
    people.open_phone(client, phone, token, now)
    return {
        "cookies": {name: morsel.value for name, morsel in client.cookies.items()},
        "administrations": {one.instrument.code: str(one.public_id) for one in administrations},
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
