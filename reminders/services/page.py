"""Telling people of an open concern, rung by rung, until a person acknowledges it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from catalog.services import released
from kernel.owed import finish, renew
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
from reminders.texts import fill
from safety.ladder import NOBODY as NO_RECIPIENT
from safety.ladder import NextPage, Page, next_pages
from safety.models import Concern
from safety.services.rungs import Answering, answering, pace_of, rungs_of

NOBODY = "The clinic has nobody to be told: no one on duty, no back-up, no admin, no mailbox."
LOOK_AGAIN = timedelta(minutes=1)
LANGUAGE = "en"


def page_staff(*, now: datetime) -> int:
    """Mail each open concern to whoever is due to hear of it (safety/ladder.py).

    At least once: a page that is not known to have arrived is sent again, unlike a reminder.
    """
    clock = ticking(now)
    pages = StaffPage.objects.filter(kind=StaffPage.Kind.CONCERN)
    give_up_broken(pages, now=now)
    broken = _owe_pages(now)
    due = pages.filter(state__in=[State.OWED, State.CLAIMED], due_at__lte=now)
    treated = work_off(due.order_by("due_at", "pk"), partial(_page, clock=clock), clock=clock)
    if broken:
        raise ExceptionGroup(f"{len(broken)} concerns have no ladder", broken)
    return treated


def pages_of(concern: Concern) -> "QuerySet[StaffPage]":
    """Who was told of a concern and when, newest first; `last_error` says what stood in the way."""
    return concern.pages.prefetch_related("attempts").order_by("-due_at", "-ordinal", "pk")


def pages_ahead(concern: Concern, *, now: datetime) -> list[NextPage]:
    """Who would be told next and when, soonest first, if nobody acknowledges; empty when closed."""
    if concern.acknowledged_at or concern.closed_at:
        return []
    there = answering(concern.participant.clinic, now=now)
    last = _last_pages([concern]).get(concern.pk, {})
    return sorted(_next(concern, there, last), key=lambda page: page.due_at)


def _owe_pages(now: datetime) -> list[Exception]:
    """Write what is owed now; returns what went wrong.

    One clinic whose ladder cannot be told does not silence the others.
    """
    waiting = Concern.objects.open().filter(closed_at=None)
    waiting = waiting.select_related("participant__clinic").prefetch_related("sources")
    concerns = list(waiting)
    last = _last_pages(concerns)
    there: dict[int, Answering] = {}
    rows, broken = [], []
    for concern in concerns:
        clinic = concern.participant.clinic
        try:
            if clinic.pk not in there:
                there[clinic.pk] = answering(clinic, now=now)
            ahead = _next(concern, there[clinic.pk], last.get(concern.pk, {}))
        except Exception as error:  # noqa: BLE001 - all are raised together by the caller
            broken.append(error)
            continue
        rows += [_row(concern, page) for page in ahead if page.due_at <= now]
    StaffPage.objects.bulk_create(rows, ignore_conflicts=True)
    return broken


def _row(concern: Concern, page: NextPage) -> StaffPage:
    return StaffPage(
        clinic=concern.participant.clinic,
        concern=concern,
        ordinal=page.ordinal,
        rung=page.rung,
        due_at=page.due_at,
        recipient=page.recipient,
    )


def _next(concern: Concern, there: Answering, last: dict[str, Page]) -> list[NextPage]:
    return next_pages(
        rungs_of(concern, there),
        since=concern.waiting_since,
        last=last,
        pace=pace_of(concern, there),
    )


def _last_pages(concerns: Iterable[Concern]) -> dict[int, dict[str, Page]]:
    """By concern and recipient, the last page."""
    newest = (
        StaffPage.objects.filter(concern__in=concerns)
        .order_by("concern", "recipient", "-ordinal")
        .distinct("concern", "recipient")
    )
    found: dict[int, dict[str, Page]] = {}
    for row in newest:
        page = Page(row.ordinal, row.state, row.ended_at)
        found.setdefault(row.concern_id or 0, {})[row.recipient] = page
    return found


def _page(row: StaffPage, now: datetime, *, clock: Clock) -> None:
    letter = _ready(row, now)
    if letter is not None:
        hand_over(row, Reminder.Channel.EMAIL, letter, clock=clock)


def _ready(row: StaffPage, now: datetime) -> Letter | None:
    """The page; None when it is not needed, not theirs any more, or nobody is there to be told."""
    with transaction.atomic():
        held = Concern.objects.select_for_update(no_key=True, of=("self",))
        concern = held.select_related("participant__clinic").get(pages=row)
        clinic = concern.participant.clinic
        rungs = rungs_of(concern, answering(clinic, now=now))
        called = {one for rung in rungs for one in rung.recipients}
        if concern.acknowledged_at or concern.closed_at or row.recipient not in called:
            finish(row, state=State.CANCELLED, ended_at=now)
            return None
        if row.recipient == NO_RECIPIENT:
            finish(row, state=State.OWED, due_at=now + LOOK_AGAIN, last_error=NOBODY)
            return None
        letter = _letter(row, concern)
        mine = renew(row, lease=LEASE, state=State.HANDING_OVER)
    return letter if mine else None


def _letter(row: StaffPage, concern: Concern) -> Letter:
    """No name, no answer: a mailbox is not part of the record. An admin is sent to the list."""
    message = released("message", "concern-open").content
    link = f"{settings.SITE_URL}/staff/concerns/"
    if row.rung != StaffPage.Rung.ADMIN:
        link += f"{concern.public_id}/"
    subject, body = fill(message, language=LANGUAGE, link=link)
    return Letter(row.recipient, subject, body, reference=str(row.public_id))
