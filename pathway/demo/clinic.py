"""The demo clinic: its staff, its hours, who answers, and what it has (not really) signed."""

from datetime import datetime, time

from kernel.clock import local_date
from pathway.demo.people import NAME, PASSWORD, STAFF, ZONE
from people.models import Clinic, User
from people.services import add_member
from safety.models import Duty
from safety.services import check_line, lines_of, put_on_duty, set_hours, sign_protocol

WEEKDAYS = range(5)
OPENS, CLOSES = time(8), time(17)


def open_clinic(*, since: datetime, now: datetime) -> tuple[Clinic, dict[str, User]]:
    """The clinic and its staff by e-mail, there since well before its mothers."""
    clinic = Clinic.objects.create(
        name=NAME, zone=ZONE, is_synthetic=True, concern_email="duty@demo.example"
    )
    staff = {email: _member(clinic, role, name, email, since) for role, name, email in STAFF}
    set_hours(clinic=clinic, week=dict.fromkeys(WEEKDAYS, (OPENS, CLOSES)))
    ben, rae = staff["ben@demo.example"], staff["rae@demo.example"]
    put_on_duty(clinic=clinic, user=ben, rung=Duty.Rung.ON_DUTY, now=since)
    put_on_duty(clinic=clinic, user=rae, rung=Duty.Rung.BACK_UP, now=since)
    sign_protocol(
        clinic=clinic,
        signed_by="Dr. Lou Marsh (invented)",
        signed_role="Medical director (invented)",
        signed_on=local_date(since, ZONE),
        covers_violence=True,
        invented=True,
        by=staff["ada@demo.example"],
        now=since,
    )
    _call_the_lines(clinic, staff["ada@demo.example"], now)
    return clinic, staff


def _member(clinic: Clinic, role: str, name: str, email: str, since: datetime) -> User:
    user = add_member(clinic=clinic, email=email, name=name, role=role, now=since)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def _call_the_lines(clinic: Clinic, by: User, now: datetime) -> None:
    """As if somebody had called each today; the emergency number is never tried."""
    for line in lines_of(clinic):
        number = line.call or line.text
        if number and not line.emergency:
            check_line(
                clinic=clinic,
                line=line.code,
                number=number,
                works=True,
                note="invented: nobody called",
                by=by,
                now=now,
            )
