"""Delete this answer: what she said, and what she had said there before it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import NotFound
from measures.models import Answer
from people.models import Device, Participant
from schedule.models import Deposit, Retraction
from schedule.services import retract
from sessions.models import StepEntry


@transaction.atomic
def delete_said(*, device: Device, said: UUID, now: datetime) -> None:
    """Hide one thing of hers from staff from now on; the row is kept as deleted. Twice is once.

    What she had said to the same question, or written at the same step, before goes with it: an
    older answer must not come to stand in its place. What was done stays done, and a concern it
    raised stays. Raises NotFound for what is not hers.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=device.participant_id)
    hers = Deposit.objects.filter(device__participant=mother)
    deposit = hers.filter(client_uuid=said).first()
    if deposit is None:
        raise NotFound(_("This is not here. Open it again from Today."))
    retract(device=device, deposits={deposit, *_before(deposit)}, now=now)


def follow_deletion(*, device: Device, said: UUID, now: datetime) -> None:
    """Hide what was said before she deleted it, and came in only now (a phone without signal).

    Call it inside the transaction that stored it.
    """
    deposit = Deposit.objects.get(client_uuid=said)
    before = Retraction.objects.filter(deposit__in=_before(deposit), at__gt=deposit.answered_at)
    if before.exists():
        retract(device=device, deposits=[deposit], now=now)


def _before(deposit: Deposit) -> list[Deposit]:
    """The receipts of everything that stands in the same place."""
    answer = Answer.objects.filter(deposit=deposit).first()
    if answer:
        same = Answer.objects.filter(administration=answer.administration_id, item=answer.item)
        return [one.deposit for one in same.select_related("deposit")]
    entry = StepEntry.objects.filter(deposit=deposit).first()
    if entry and (entry.text or entry.fields):
        same_step = StepEntry.objects.filter(assigned=entry.assigned_id, step=entry.step)
        written = same_step.exclude(text__isnull=True, fields__isnull=True)
        return [one.deposit for one in written.select_related("deposit")]
    return []
