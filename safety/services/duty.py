"""When a clinic looks and who answers there: stated, changed and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from kernel.clock import local_date
from kernel.errors import BadInput
from people.models import Clinic, Membership, User
from safety.hours import Hours, next_day
from safety.models import ClosedDay, Duty, OpeningHours, Protocol

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Openings looked at for one at which somebody will be on duty.
OPENINGS = 30
# The models' own bounds, and two weeks as the longest anybody may be left waiting.
LEAST = {"now_minutes": 15, "today_minutes": 60, "next_visit_minutes": 60}
MOST = 14 * 24 * 60


@dataclass(frozen=True)
class Seen:
    """When staff see what she says now. `looks`: somebody is there. `at`: the next opening at
    which somebody will be; None: nobody can say. `until`: when those who look now stop."""

    tier: str
    looks: bool
    at: datetime | None = None
    until: datetime | None = None


def hours_of(clinic: Clinic) -> Hours:
    """The week and closed days the clinic has stated; none stated is never open."""
    week = {
        row.weekday: (row.opens, row.closes)
        for row in OpeningHours.objects.filter(clinic=clinic)
        if row.opens is not None and row.closes is not None
    }
    closed = ClosedDay.objects.filter(clinic=clinic, removed_at=None).values_list("day", flat=True)
    return Hours(zone=clinic.zone, week=week, closed=frozenset(closed))


@transaction.atomic
def set_hours(*, clinic: Clinic, week: Mapping[int, tuple[time, time] | None]) -> Hours:
    """State the whole week; a weekday that is not named, or None, is closed. Raises BadInput."""
    for weekday, span in week.items():
        if weekday not in range(7):
            raise BadInput("A weekday is a number from 0 (Monday) to 6.", field="week")
        if span and span[0] >= span[1]:
            raise BadInput(
                f"{WEEKDAYS[weekday]}: it must close after it opens.", field=f"closes_{weekday}"
            )
    _lock(clinic)
    for weekday in range(7):
        opens, closes = week.get(weekday) or (None, None)
        OpeningHours.objects.update_or_create(
            clinic=clinic, weekday=weekday, defaults={"opens": opens, "closes": closes}
        )
    return hours_of(clinic)


@transaction.atomic
def close_on(*, clinic: Clinic, day: date, why: str = "", now: datetime) -> ClosedDay:
    """Nobody looks on that day. Raises BadInput for a day gone by or one already closed."""
    if day < local_date(now, clinic.zone):
        raise BadInput("That day is over.", field="day")
    _lock(clinic)
    if ClosedDay.objects.filter(clinic=clinic, day=day, removed_at=None).exists():
        raise BadInput("That day is already closed.", field="day")
    return ClosedDay.objects.create(clinic=clinic, day=day, why=why.strip()[:80])


def reopen(*, clinic: Clinic, day: date, now: datetime) -> None:
    """The weekday's hours hold again. A day that is not closed stays as it is."""
    ClosedDay.objects.filter(clinic=clinic, day=day, removed_at=None).update(removed_at=now)


@transaction.atomic
def put_on_duty(*, clinic: Clinic, user: User, rung: str, now: datetime) -> Duty:
    """A clinician answers from now on. The same person on the other rung changes over.

    Raises BadInput for somebody who is not a clinician there, or who cannot sign in.
    """
    if rung not in Duty.Rung.values:
        raise BadInput("Choose on duty or back-up.", field="rung")
    works = user.is_active and user.clinics_as(Membership.Role.CLINICIAN).filter(pk=clinic.pk)
    if not works:
        raise BadInput("Choose a clinician who works here.", field="user")
    _lock(clinic)
    held = Duty.objects.filter(clinic=clinic, user=user, until=None).first()
    if held and held.rung == rung:
        return held
    if held:
        end_duty(duty=held, now=now)
    return Duty.objects.create(clinic=clinic, user=user, rung=rung, since=now)


def end_duty(*, duty: Duty, now: datetime) -> None:
    """It ends now; ended before, it stays as it was."""
    Duty.objects.filter(pk=duty.pk, until=None).update(until=now)


@transaction.atomic
def sign_protocol(
    *,
    clinic: Clinic,
    signed_by: str,
    signed_role: str,
    signed_on: date,
    covers_violence: bool = False,
    now_minutes: int = 60,
    today_minutes: int = 240,
    next_visit_minutes: int = 960,
    invented: bool = False,
    by: User,
    now: datetime,
) -> Protocol:
    """Record what the clinic has signed; it takes the place of the one before. Raises BadInput."""
    minutes = {
        "now_minutes": now_minutes,
        "today_minutes": today_minutes,
        "next_visit_minutes": next_visit_minutes,
    }
    _refuse_protocol(clinic, signed_by, signed_role, signed_on, minutes, invented, now)
    _lock(clinic)
    Protocol.objects.filter(clinic=clinic, ended_at=None).update(ended_at=now)
    return Protocol.objects.create(
        clinic=clinic,
        signed_by=signed_by.strip(),
        signed_role=signed_role.strip(),
        signed_on=signed_on,
        covers_violence=covers_violence,
        invented=invented,
        recorded_by=by,
        recorded_at=now,
        **minutes,
    )


def protocol_of(clinic: Clinic) -> Protocol | None:
    """The protocol that holds."""
    return Protocol.objects.filter(clinic=clinic, ended_at=None).first()


def seen_by(clinic: Clinic, *, tier: str, now: datetime) -> Seen:
    """When staff see what is raised now, by the hours and the people the clinic has stated."""
    hours = hours_of(clinic)
    until = hours.closes_at(now)
    if until and _somebody(clinic, now):
        return Seen(tier=tier, looks=True, at=now, until=until)
    opens = next_day(now, hours.zone) if until else now
    for _try in range(OPENINGS):
        at = hours.next_open(opens)
        if at is None:
            break
        if _somebody(clinic, at):
            return Seen(tier=tier, looks=False, at=at)
        opens = next_day(at, hours.zone)
    return Seen(tier=tier, looks=False)


def _somebody(clinic: Clinic, at: datetime) -> bool:
    """On duty or back-up: where nobody is on duty, the back-up is told at once."""
    return Duty.objects.live(now=at).filter(clinic=clinic).exists()


def _lock(clinic: Clinic) -> None:
    """Two admins at once take turns."""
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)


def _refuse_protocol(
    clinic: Clinic,
    signed_by: str,
    signed_role: str,
    signed_on: date,
    minutes: Mapping[str, int],
    invented: bool,
    now: datetime,
) -> None:
    if not signed_by.strip():
        raise BadInput("Write who signed it.", field="signed_by")
    if not signed_role.strip():
        raise BadInput("Write the role of who signed it.", field="signed_role")
    if signed_on > local_date(now, clinic.zone):
        raise BadInput("A protocol is signed before it holds.", field="signed_on")
    for name, value in minutes.items():
        if not LEAST[name] <= value <= MOST:
            raise BadInput(f"From {LEAST[name]} to {MOST} minutes.", field=name)
    if invented and not clinic.is_synthetic:
        raise BadInput("Only a demo clinic may have an invented protocol.", field="invented")
