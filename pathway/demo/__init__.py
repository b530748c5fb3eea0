"""The demo clinic: invented people at different places on the way. Refused beside real clinics."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from catalog.services import released
from catalog.types import Item
from kernel.clock import local_date
from kernel.crypto import blind_index
from kernel.errors import NotAllowed
from pathway.demo.clinic import open_clinic
from pathway.demo.lives import LIVES
from pathway.demo.people import MOTHERS, NAME, PASSWORD, PIN, STAFF, ZONE, Invented
from pathway.rehearsal import Choose, check_in, go_through
from pathway.services import NewMother, assign, enrol, record_custody, record_loss
from people.models import Clinic, Device, Infant, Participant, User
from people.services import consume_invitation, give_consent, invite, set_pin
from safety.models import Concern
from safety.services import acknowledge, close
from sessions.services import hold_course

__all__ = ["MOTHERS", "PASSWORD", "PIN", "seed_demo"]
# Longer ago than any of its mothers came.
OPENED = timedelta(days=60)


def seed_demo(*, now: datetime) -> dict[str, object]:
    """Make the demo clinic once; returns the sign-ins, with a fresh invitation each time.

    A clinic an earlier version made is found again and left as it is. Raises NotAllowed outside
    DEMO and where a real clinic is.
    """
    if not settings.DEMO or Clinic.objects.filter(is_synthetic=False).exists():
        raise NotAllowed("Demo data is refused here: DEMO is off or a real clinic exists.")
    with transaction.atomic():
        clinic = Clinic.objects.filter(name=NAME).first()
        if clinic is None:
            clinic, staff = open_clinic(since=now - OPENED, now=now)
            for number, invented in enumerate(MOTHERS):
                _mother(clinic, staff["ben@demo.example"], invented, number, now)
        return _sign_ins(clinic, now)


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
        _weeks(_phone(participant, by, start), who, by, start, now)
    _follow(participant, who, by, now)
    if who.held and course:
        hold_course(course=course, now=now - timedelta(days=5))


def _follow(participant: Participant, who: Invented, by: User, now: datetime) -> None:
    """What staff did about her concern, and what else is known of her."""
    if who.seen:
        concern = Concern.objects.get(participant=participant)
        acknowledge(concern=concern, by=by, now=concern.raised_at + timedelta(hours=1))
        close(
            concern=concern,
            by=by,
            closed_as=Concern.ClosedAs.CALLED,
            what_was_done="Called her; we went through her plan together. (invented)",
            now=concern.raised_at + timedelta(hours=2),
        )
    if who.email in LIVES:
        LIVES[who.email](participant, by, now)


def _change(participant: Participant, who: Invented, by: User, when: datetime) -> None:
    """What was recorded later: a loss, or where the child lives."""
    pregnancy = participant.pregnancies.get()
    on = local_date(when, participant.zone)
    if who.lost:
        record_loss(
            pregnancy=pregnancy,
            outcome=who.lost,
            on=on,
            addressed=who.wish,
            by=by,
            now=when,
            confirmed=True,
        )
    elif who.away:
        infant = Infant.objects.get(pregnancy=pregnancy)
        record_custody(infant=infant, place=who.away, since=on, addressed=who.wish, by=by, now=when)


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


def _weeks(device: Device, who: Invented, by: User, start: datetime, now: datetime) -> None:
    """Her weeks so far: a check-in each, and a session every week until those done are done;
    what changed for her at its time among them."""
    changes = now - timedelta(days=who.changed_days_ago) if who.changed_days_ago else None
    course = device.participant.courses.get()
    check_ins = device.participant.occurrences.filter(rule__kind="check_in").order_by("ordinal")
    for week, occurrence in enumerate(check_ins[: len(who.stress)]):
        at = max(occurrence.opens_at, start) + timedelta(hours=5, minutes=7 * week)
        if at >= now:
            break
        if changes and changes <= at:
            _change(device.participant, who, by, changes)
            changes = None
        if week < who.sessions_done:
            go_through(
                device=device,
                assigned=course.assigned.all()[week],
                choose=_chooser(who, week),
                written="A quiet minute by the window.",
                now=at,
            )
        check_in(device=device, occurrence=occurrence, choose=_chooser(who, week), now=at)
    if changes:
        _change(device.participant, who, by, changes)


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
    here = User.objects.filter(memberships__clinic=clinic, memberships__until=None)
    known = set(here.values_list("email", flat=True))
    clinician = here.get(email="ben@demo.example")
    dee = Participant.objects.get(
        clinic=clinic, identity__email_index=blind_index("dee@demo.example", purpose="email")
    )
    token = invite(participant=dee, by=clinician, now=now)
    return {
        "mother": {"invitation": f"{settings.SITE_URL}/d/i/{token}/"},
        "staff": [
            {"role": role, "email": email, "password": PASSWORD}
            for role, _name, email in STAFF
            if email in known
        ],
    }
