"""How she is called and reached, and where she lives."""

from django.db import transaction

from people.models import Participant
from people.services import (
    set_details,
)
from schedule.services import follow_zone


def change_details(
    *, participant: Participant, name: str, email: str, phone: str, zone: str
) -> int:
    """How she is called and reached, and her time zone; returns how many windows moved with it."""
    with transaction.atomic():
        set_details(participant=participant, name=name, email=email, phone=phone, zone=zone)
        return follow_zone(participant=participant)
