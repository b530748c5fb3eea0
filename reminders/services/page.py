"""Telling a clinic of an open concern, again and again until a person acknowledges it."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from catalog.services import released
from kernel.owed import finish, renew
from people.models import Clinic
from reminders.channels import Letter
from reminders.ladder import Page, next_page
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
from reminders.texts import fill
from safety.models import Concern

NOBODY = "The clinic has named nobody to be told."
LOOK_AGAIN = timedelta(minutes=1)
LANGUAGE = "en"


def page_staff(*, now: datetime) -> int:
    """Mail every open concern that is due to the one person its clinic names.

    At least once: a page that is not known to have arrived is sent again, unlike a reminder.
    """
    clock = ticking(now)
    give_up_broken(StaffPage.objects.all(), now=now)
    _owe_pages(now)
    due = StaffPage.objects.filter(state__in=[State.OWED, State.CLAIMED], due_at__lte=now).order_by(
        "due_at", "pk"
    )
    return work_off(due, partial(_page, clock=clock), clock=clock)


def pages_of(concern: Concern) -> "QuerySet[StaffPage]":
    """Who was told of a concern and when, newest first; `last_error` says what stood in the way."""
    return concern.pages.prefetch_related("attempts").order_by("-ordinal")


def _owe_pages(now: datetime) -> None:
    waiting = Concern.objects.open().filter(closed_at=None)
    last = {
        page.concern_id: Page(page.ordinal, page.state, page.ended_at)
        for page in StaffPage.objects.filter(concern__in=waiting)
        .order_by("concern", "-ordinal")
        .distinct("concern")
    }
    rows = []
    for concern in waiting.select_related("participant__clinic"):
        rung = next_page(tier=concern.tier, raised_at=concern.raised_at, last=last.get(concern.pk))
        if rung and rung.due_at <= now:
            rows.append(
                StaffPage(
                    clinic=concern.participant.clinic,
                    concern=concern,
                    ordinal=rung.ordinal,
                    due_at=rung.due_at,
                    recipient=concern.participant.clinic.concern_email,
                )
            )
    StaffPage.objects.bulk_create(rows, ignore_conflicts=True)


def _page(row: StaffPage, now: datetime, *, clock: Clock) -> None:
    letter = _ready(row, now)
    if letter is not None:
        hand_over(row, Reminder.Channel.EMAIL, letter, clock=clock)


def _ready(row: StaffPage, now: datetime) -> Letter | None:
    """The page, or None when somebody has acknowledged or there is nobody to write to."""
    with transaction.atomic():
        concern = Concern.objects.select_for_update(no_key=True).get(pk=row.concern_id)
        if concern.acknowledged_at or concern.closed_at:
            finish(row, state=State.CANCELLED, ended_at=now)
            return None
        to = Clinic.objects.get(participants=concern.participant_id).concern_email
        if not to:
            finish(row, state=State.OWED, due_at=now + LOOK_AGAIN, recipient="", last_error=NOBODY)
            return None
        letter = _letter(row, concern, to)
        mine = renew(row, lease=LEASE, state=State.HANDING_OVER, recipient=to)
    return letter if mine else None


def _letter(row: StaffPage, concern: Concern, to: str) -> Letter:
    """No name, no answer: a mailbox is not part of the record."""
    message = released("message", "concern-open").content
    link = f"{settings.SITE_URL}/staff/concerns/{concern.public_id}/"
    subject, body = fill(message, language=LANGUAGE, link=link)
    return Letter(to, subject, body, reference=str(row.public_id))
