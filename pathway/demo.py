"""The demo clinic: invented people at different places on the way. Refused beside real clinics."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from catalog.services import released
from catalog.types import Item
from kernel.crypto import blind_index
from kernel.errors import NotAllowed
from pathway.rehearsal import Choose, check_in, go_through
from pathway.services import NewMother, assign, enrol
from people.models import Clinic, Device, Participant, User
from people.services import (
    add_member,
    consume_invitation,
    give_consent,
    invite,
    set_pin,
)
from safety.models import Concern
from safety.services import acknowledge, put_on_duty, set_hours, sign_protocol
from sessions.services import hold_course

PASSWORD = "river stone lamp 27"  # noqa: S105 - printed by the launcher, for invented people only
PIN = "482915"
ZONE = "America/New_York"
# Everything invented began after this.
LONGEST_AGO = timedelta(days=60)
NAME = "Riverside (invented)"
STAFF = {
    "clinician": ("Ben Okafor", "ben@demo.example"),
    "coordinator": ("Cam Ito", "cam@demo.example"),
    "back_up": ("Rae Kim", "rae@demo.example"),
    "clinic_admin": ("Ada Lind", "ada@demo.example"),
    "researcher": ("Cora Voss", "cora@demo.example"),
}


@dataclass(frozen=True)
class Invented:
    """One invented mother: where she is, how many days ago she began, how her weeks were."""

    name: str
    email: str
    addressed: str
    due_in_days: int
    born_days_ago: int | None = None
    place: str = "with_mother"
    language: str = "en"
    days: int | None = None
    stress: tuple[int, ...] = ()
    craving: tuple[int, ...] = ()
    sessions_done: int = 0
    thoughts_at: int | None = None
    seen: bool = False
    held: bool = False


MOTHERS = (
    Invented("Ana R.", "ana@demo.example", "expecting", 59, days=24,
             stress=(7, 6, 6, 4), craving=(6, 6, 4, 3), sessions_done=1),
    Invented("Bea M.", "bea@demo.example", "with_baby", -44, born_days_ago=44, days=40,
             stress=(5, 6, 5, 5, 3, 3), craving=(4, 5, 5, 3, 3, 2), sessions_done=2,
             thoughts_at=1, seen=True),
    Invented("Carmen L.", "carmen@demo.example", "baby_in_hospital", -2, born_days_ago=9,
             place="hospital", language="es", days=1),
    Invented("Dee K.", "dee@demo.example", "expecting", 140, days=1),
    Invented("Fay T.", "fay@demo.example", "no_baby_talk", -80, born_days_ago=95, place="kin",
             days=15, stress=(5, 7, 8), craving=(5, 6, 7), thoughts_at=2),
    Invented("Gia W.", "gia@demo.example", "baby_elsewhere", -120, born_days_ago=121,
             place="foster", days=35, stress=(6, 6), craving=(3, 4), sessions_done=1, held=True),
)  # fmt: skip


def seed_demo(*, now: datetime) -> dict[str, object]:
    """Make the demo clinic once; returns the sign-ins, with a fresh invitation each time.

    Raises NotAllowed outside DEMO and where a real clinic is.
    """
    if not settings.DEMO or Clinic.objects.filter(is_synthetic=False).exists():
        raise NotAllowed("Demo data is refused here: DEMO is off or a real clinic exists.")
    with transaction.atomic():
        clinic = Clinic.objects.filter(name=NAME).first()
        if clinic is None:
            clinic = Clinic.objects.create(
                name=NAME, zone=ZONE, is_synthetic=True, concern_email="duty@demo.example"
            )
            staff = _staff(clinic, now)
            _ready(clinic, staff, now - LONGEST_AGO)
            for number, invented in enumerate(MOTHERS):
                _mother(clinic, staff["clinician"], invented, number, now)
        return _sign_ins(clinic, now)


def _staff(clinic: Clinic, now: datetime) -> dict[str, User]:
    staff = {}
    for role, (name, email) in STAFF.items():
        works_as = "clinician" if role == "back_up" else role
        user = add_member(clinic=clinic, email=email, name=name, role=works_as, now=now)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        staff[role] = user
    return staff


def _ready(clinic: Clinic, staff: dict[str, User], since: datetime) -> None:
    """Invented hours, people and a protocol, from before the first check-in was assigned."""
    set_hours(clinic=clinic, week=dict.fromkeys(range(5), (time(8), time(17))))
    for role, rung in (("clinician", "on_duty"), ("back_up", "back_up")):
        put_on_duty(clinic=clinic, user=staff[role], rung=rung, now=since)
    sign_protocol(
        clinic=clinic,
        signed_by="Dr. Vera Holt (invented)",
        signed_role="medical director",
        signed_on=since.date(),
        covers_violence=True,
        invented=True,
        by=staff["clinic_admin"],
        now=since,
    )


def _mother(clinic: Clinic, by: User, who: Invented, number: int, now: datetime) -> None:
    start = now - timedelta(days=who.days or 0, hours=1)
    born = None if who.born_days_ago is None else (now - timedelta(days=who.born_days_ago)).date()
    participant = enrol(
        clinic=clinic,
        mother=NewMother(
            name=who.name,
            email=who.email,
            phone=f"+1 555 010 {number:04d}",
            zone=ZONE,
            language=who.language,
            addressed=who.addressed,
            due_date=(now + timedelta(days=who.due_in_days)).date(),
            due_source="ultrasound",
            infants=[(born, who.place)] if born else [],
        ),
        by=by,
        # A birth lies before the enrolment that records it.
        now=start if born is None or born <= start.date() else now,
        confirmed=True,
    )
    if who.days is None:
        return
    course = assign(
        participant=participant,
        # The sessions have no Spanish yet; the check-ins do.
        curriculum=released("curriculum", "more-companion") if who.language == "en" else None,
        battery=released("battery", "weekly-check-in"),
        starts_on=start.date(),
        by=by,
        now=start,
    )
    if who.stress:
        _weeks(_phone(participant, by, start), who, start, now)
        if who.seen:
            for concern in Concern.objects.filter(participant=participant):
                acknowledge(concern=concern, by=by, now=concern.raised_at + timedelta(hours=1))
    if who.held and course:
        hold_course(course=course, now=now - timedelta(days=5))


def _phone(participant: Participant, by: User, now: datetime) -> Device:
    token = invite(participant=participant, by=by, now=now)
    device = consume_invitation(token=token, nonce="", now=now).device
    set_pin(device=device, pin=PIN, now=now)
    for purpose in ("care", "research", "reminders"):
        give_consent(
            participant=participant,
            device=device,
            purpose=purpose,
            text=released("consent", purpose),
            now=now,
        )
    return device


def _weeks(device: Device, who: Invented, start: datetime, now: datetime) -> None:
    """Her weeks so far: a check-in each, and a session every week until those done are done."""
    course = device.participant.courses.get()
    check_ins = device.participant.occurrences.filter(rule__kind="check_in").order_by("ordinal")
    for week, occurrence in enumerate(check_ins[: len(who.stress)]):
        at = max(occurrence.opens_at, start) + timedelta(hours=5, minutes=7 * week)
        if at >= now:
            break
        if week < who.sessions_done:
            go_through(
                device=device,
                assigned=course.assigned.all()[week],
                choose=_chooser(who, week),
                written="A quiet minute by the window.",
                now=at,
            )
        check_in(device=device, occurrence=occurrence, choose=_chooser(who, week), now=at)


def _chooser(who: Invented, week: int) -> Choose:
    """Answers near the week's level, a little apart from item to item."""

    def choose(item: Item) -> int:
        if item.safety_rule:
            return 1 if week == who.thoughts_at else 0
        level = (who.craving if "crav" in item.code or "urge" in item.code else who.stress)[week]
        spread = level + sum(map(ord, item.code)) % 3 - 1
        return min(max(spread, item.values[0]), item.values[-1])

    return choose


def _sign_ins(clinic: Clinic, now: datetime) -> dict[str, object]:
    """Who can sign in how; Dee's link is new each time, the one before stops working."""
    clinician = User.objects.get(email=STAFF["clinician"][1])
    dee = Participant.objects.get(
        clinic=clinic, identity__email_index=blind_index("dee@demo.example", purpose="email")
    )
    token = invite(participant=dee, by=clinician, now=now)
    return {
        "mother": {"invitation": f"{settings.SITE_URL}/d/i/{token}/"},
        "staff": [
            {"role": role, "email": email, "password": PASSWORD}
            for role, (_name, email) in STAFF.items()
        ],
    }
