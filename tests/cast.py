"""The people every test knows. Each is made by the journeys the pages use, at a fixed time.

Ana: a mother, enrolled by Ben. Ben: her clinician, on duty. Bea: a clinician of the clinic without
a grant, the back-up. Cam: coordinator. Ada: clinic admin. Cora: researcher. Dan: a clinician of
another clinic with a mother of his own, Eva. Nobody: not signed in. The first clinic is ready to
answer what needs a person; the other one has stated nothing.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from catalog.services import released
from pathway.services import NewMother, assign, enrol
from people.devices import cookie_name
from people.models import Clinic, Device, Participant, User
from people.services import add_member, consume_invitation, give_consent, invite, set_pin, unlock
from safety.services import put_on_duty, set_hours, sign_protocol
from sessions.models import Course

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)  # a Wednesday noon in New York
ZONE = "America/New_York"
PIN = "482915"
PASSWORD = "a long enough password 7"


@dataclass
class Cast:
    """Everybody, ready to act."""

    clinic: Clinic
    other_clinic: Clinic
    ben: User
    bea: User
    cam: User
    ada: User
    cora: User
    dan: User
    ana: Participant
    eva: Participant
    phone: Device
    phone_token: str
    course: Course | None = None


def staff(clinic: Clinic, name: str, role: str, now: datetime = NOW) -> User:
    """A member of staff with a role and a password."""
    user = add_member(
        clinic=clinic, email=f"{name.lower()}@example.org", name=name, role=role, now=now
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def mother(
    clinic: Clinic, by: User, name: str, *, language: str = "en", now: datetime = NOW, **changes
) -> Participant:
    """A mother of the clinic, 30 weeks along unless told otherwise."""
    told = {
        "name": name,
        "email": f"{name.split()[0].lower()}@example.net",
        "phone": "",
        "zone": ZONE,
        "language": language,
        "addressed": "expecting",
        "due_date": date(2027, 1, 27),
        "due_source": "ultrasound",
    }
    return enrol(clinic=clinic, mother=NewMother(**(told | changes)), by=by, now=now)


def pair(participant: Participant, by: User, now: datetime = NOW) -> tuple[Device, str]:
    """A phone of hers with a PIN, by the invitation journey."""
    token = invite(participant=participant, by=by, now=now)
    paired = consume_invitation(token=token, nonce="n1", now=now)
    set_pin(device=paired.device, pin=PIN, now=now)
    return paired.device, paired.token


def agree(participant: Participant, device: Device, *purposes: str, now: datetime = NOW) -> None:
    """Her yes to the given purposes."""
    for purpose in purposes:
        give_consent(
            participant=participant,
            device=device,
            purpose=purpose,
            text=released("consent", purpose),
            now=now,
        )


def open_phone(client, device: Device, token: str, now: datetime | None = None) -> None:
    """Give a Django test client the cookies of her opened phone."""
    opened, companion = unlock(device=device, pin=PIN, now=now or timezone.now())
    client.cookies[cookie_name("phone")] = token
    client.cookies[cookie_name("open")] = opened
    client.cookies["here"] = companion


# Two short sessions, archived: what tests walk through does not change with the curriculum's words.
CURRICULUM = ("curriculum", "more-companion", "0.1")


def start(cast: Cast, now: datetime = NOW) -> Course:
    """Ana's course and weekly check-in, begun today."""
    cast.course = assign(
        participant=cast.ana,
        curriculum=released(*CURRICULUM),
        battery=released("battery", "weekly-check-in"),
        starts_on=now.date(),
        by=cast.ben,
        now=now,
    )
    return cast.course


def make_ready(
    clinic: Clinic, *, on_duty: User, back_up: User, by: User, now: datetime = NOW
) -> None:
    """Hours, people and a protocol (violence covered): items that may need a person can be put."""
    week = dict.fromkeys(range(5), (time(8), time(17)))
    set_hours(clinic=clinic, week=week)
    put_on_duty(clinic=clinic, user=on_duty, rung="on_duty", now=now)
    put_on_duty(clinic=clinic, user=back_up, rung="back_up", now=now)
    sign_protocol(
        clinic=clinic,
        signed_by="Dr. Vera Holt",
        signed_role="medical director",
        signed_on=now.date(),
        covers_violence=True,
        invented=True,
        by=by,
        now=now,
    )


def make_cast(now: datetime = NOW) -> Cast:
    """Two clinics, everybody in them, and Ana with a phone that agreed to all three purposes."""
    clinic = Clinic.objects.create(
        name="Riverside", zone=ZONE, is_synthetic=True, concern_email="duty@example.org"
    )
    other = Clinic.objects.create(
        name="Hilltop", zone="America/Chicago", is_synthetic=True, concern_email="h@example.org"
    )
    ben = staff(clinic, "Ben", "clinician", now)
    bea = staff(clinic, "Bea", "clinician", now)
    dan = staff(other, "Dan", "clinician", now)
    ada = staff(clinic, "Ada", "clinic_admin", now)
    make_ready(clinic, on_duty=ben, back_up=bea, by=ada, now=now)
    ana = mother(clinic, ben, "Ana Reyes", now=now)
    phone, token = pair(ana, ben, now)
    agree(ana, phone, "care", "research", "reminders", now=now)
    return Cast(
        clinic=clinic,
        other_clinic=other,
        ben=ben,
        bea=bea,
        cam=staff(clinic, "Cam", "coordinator", now),
        ada=ada,
        cora=staff(clinic, "Cora", "researcher", now),
        dan=dan,
        ana=ana,
        eva=mother(other, dan, "Eva Stone", now=now),
        phone=phone,
        phone_token=token,
    )


def sign_in(client, user: User, *, second_factor: bool = True) -> None:
    """A staff session, with both factors passed or only the password."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if second_factor:
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
        kept = client.session
        kept["second_factor_set_up"] = True
        kept.save()
