"""Asking clinic admins, once a week, to call the help lines nobody has called for long."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from catalog.services import released
from kernel.clock import local_date
from kernel.owed import finish, renew
from people.models import Clinic, Participant
from reminders.channels import Letter
from reminders.models import Reminder, StaffPage
from reminders.services.delivery import (
    LEASE,
    Clock,
    State,
    give_up_broken,
    hand_over,
    ticking,
    work_off,
)
from reminders.services.page import LANGUAGE
from reminders.texts import fill
from safety.services import hours_of, lines_to_check
from safety.services.rungs import admins_of

WEEK = timedelta(days=7)


def ask_to_check_lines(*, now: datetime) -> int:
    """Mail each admin of a clinic whose help lines wait for a call: once a week, in open hours."""
    clock = ticking(now)
    pages = StaffPage.objects.filter(kind=StaffPage.Kind.LINES)
    give_up_broken(pages, now=now)
    for clinic in _clinics_with_mothers():
        _owe(clinic, now)
    due = pages.filter(state__in=[State.OWED, State.CLAIMED], due_at__lte=now)
    return work_off(due.order_by("due_at", "pk"), partial(_ask, clock=clock), clock=clock)


def _clinics_with_mothers() -> list[Clinic]:
    with_mothers = Participant.objects.filter(status=Participant.Status.ACTIVE).values("clinic")
    return list(Clinic.objects.filter(pk__in=with_mothers))


def _owe(clinic: Clinic, now: datetime) -> None:
    hours = hours_of(clinic)
    opens = hours.next_open(now)
    if (opens is not None and opens > now) or not lines_to_check(clinic, now=now):
        return
    recent = StaffPage.objects.filter(
        clinic=clinic, kind=StaffPage.Kind.LINES, due_at__gt=now - WEEK
    )
    told = set(recent.values_list("recipient", flat=True))
    rows = [
        StaffPage(
            clinic=clinic,
            kind=StaffPage.Kind.LINES,
            rung=StaffPage.Rung.ADMIN,
            ordinal=local_date(now, clinic.zone).toordinal() // 7,
            due_at=now,
            recipient=admin.lower(),
        )
        for admin in admins_of(clinic)
        if admin.lower() not in told
    ]
    StaffPage.objects.bulk_create(rows, ignore_conflicts=True)


def _ask(row: StaffPage, now: datetime, *, clock: Clock) -> None:
    letter = _ready(row, now)
    if letter is not None:
        hand_over(row, Reminder.Channel.EMAIL, letter, clock=clock)


def _ready(row: StaffPage, now: datetime) -> Letter | None:
    """The letter, or None when the lines were called meanwhile or this admin has left."""
    with transaction.atomic():
        admins = {one.lower() for one in admins_of(row.clinic)}
        if row.recipient not in admins or not lines_to_check(row.clinic, now=now):
            finish(row, state=State.CANCELLED, ended_at=now)
            return None
        message = released("message", "lines-to-check").content
        link = f"{settings.SITE_URL}/staff/safety/"
        subject, body = fill(message, language=LANGUAGE, link=link)
        mine = renew(row, lease=LEASE, state=State.HANDING_OVER)
    return Letter(row.recipient, subject, body, reference=str(row.public_id)) if mine else None
