"""The time after a loss in which nothing is due, and the days that stay quiet after it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kernel.clock import local_date
from people.models import Participant, User
from people.services import days_remembered
from schedule.models import Pause

TENDER = timedelta(days=14)


def pause_of(participant: Participant) -> Pause | None:
    """The pause that lasts now, or None."""
    return Pause.objects.filter(participant=participant, ended_at=None).first()


@transaction.atomic
def start_pause(*, participant: Participant, lost_on: date, by: User, now: datetime) -> Pause:
    """Nothing is due to her from now on. Another loss while it lasts makes it no shorter."""
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    lasting = pause_of(participant)
    if lasting is None:
        return Pause.objects.create(
            participant=participant, since=now, tender_until=lost_on + TENDER, started_by=by
        )
    prolong_tender(pause=lasting, lost_on=lost_on)
    return lasting


def prolong_tender(*, pause: Pause, lost_on: date) -> None:
    """The loss was later, or there is another: the tender weeks last until theirs are over."""
    pause.tender_until = max(pause.tender_until, lost_on + TENDER)
    pause.save(update_fields=["tender_until"])


@transaction.atomic
def end_pause(
    *, participant: Participant, by: User | None, now: datetime, tender: bool = True
) -> bool:
    """She goes on (`by` None: she said so herself); False when nothing was paused.

    What opened while it lasted is there for her; nothing is sent for hours that have passed.
    `tender` False: there was no loss, so nothing rests any longer.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if not tender:
        today = local_date(now, mother.zone)
        Pause.objects.filter(participant=mother, tender_until__gt=today).update(tender_until=today)
    lasting = Pause.objects.filter(participant=mother, ended_at=None)
    ended = lasting.update(ended_at=now, ended_by=by) == 1
    if ended:
        mother.occurrences.pending().filter(remind_at__lte=now).update(remind_at=None)
    return ended


@transaction.atomic
def drop_pause(*, pause: Pause, by: User, now: datetime) -> None:
    """It was started by mistake: nothing rests on account of it, as if it had not been.

    Only the hours that passed in it are not sent for.
    """
    mother = pause.participant
    if pause.ended_at is None:
        Pause.objects.filter(pk=pause.pk).update(ended_at=now, ended_by=by)
        passed = mother.occurrences.pending().filter(remind_at__gt=pause.since, remind_at__lte=now)
        passed.update(remind_at=None)
    Pause.objects.filter(pk=pause.pk).update(tender_until=local_date(pause.since, mother.zone))


def days_of_rest(participant: Participant) -> frozenset[date]:
    """The days schedule.quiet counts from: a loss, a due date that was lost, a birth before one."""
    return days_remembered(participant)
