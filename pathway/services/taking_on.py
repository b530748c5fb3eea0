"""Somebody takes a concern on."""

from datetime import datetime, timedelta

from django.db import transaction

from people.models import Participant, User
from people.services import (
    grant,
)
from safety.models import Concern
from safety.services import acknowledge

# How long whoever was called to a concern may see that mother.
CALLED_COVER = timedelta(days=7)


def take_on(*, concern: Concern, by: User, now: datetime) -> Concern:
    """Acknowledge a concern. Who is called without being her clinician covers for a week.

    Acting needs her page and her number: the grant says who had them, why and how long.
    """
    with transaction.atomic():
        acknowledge(concern=concern, by=by, now=now)
        her = concern.participant
        if not Participant.objects.clinical_for(by).filter(pk=her.pk).exists():
            grant(
                staff=by, participant=her, reason="cover", by=by, now=now, until=now + CALLED_COVER
            )
    return concern
