"""The one door for everything a phone hands in."""

from datetime import datetime

from django.db import transaction

from measures.acknowledgement import Acknowledgement
from measures.services import store_answer
from people.models import Device
from schedule.envelope import Envelope
from schedule.models import Deposit
from sessions.services.deleting import follow_deletion
from sessions.services.entries import assigned_rows, save_entry
from sessions.services.practising import save_moment, save_practice
from sessions.services.walking import complete_session


@transaction.atomic
def hand_in(*, device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Store whatever a phone hands in: an answer, an entry, a practice or a hard moment.

    Pages and the deposit endpoint come through here, so that the last answer of a step's
    questionnaire also completes its session, in the same transaction.
    """
    if envelope.kind == Deposit.Kind.ANSWER:
        return _answered(device, envelope, now)
    acknowledgement = _store(device, envelope, now)
    if not acknowledgement.repeated:
        follow_deletion(device=device, said=envelope.client_uuid, now=now)
    return acknowledgement


def _store(device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    if envelope.kind == Deposit.Kind.PRACTICE:
        return save_practice(device=device, envelope=envelope, now=now)
    if envelope.kind == Deposit.Kind.MOMENT:
        return save_moment(device=device, envelope=envelope, now=now)
    return save_entry(device=device, envelope=envelope, now=now)


def _answered(device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    stored = store_answer(device=device, envelope=envelope, now=now)
    administration = stored.administration
    if stored.deleted_since:
        follow_deletion(device=device, said=envelope.client_uuid, now=now)
    if administration.asked_by and administration.finished_at:
        assigned_uuid = administration.asked_by.partition("/")[0]
        assigned = assigned_rows().get(public_id=assigned_uuid)
        complete_session(assigned=assigned, now=now)
    return stored.acknowledgement
