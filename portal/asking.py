"""A thing handed in that is saved already in other words: she sees both, and says which she means.

Only ever for an open phone of hers: a shut one is not told what stands anywhere.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import DomainError
from people.models import Device
from portal.said import Said, found_in
from schedule.envelope import Envelope
from sessions.services import hand_in


def asked_again(*, device: Device, envelope: Envelope, now: datetime) -> dict[str, Any] | None:
    """Both in words, and what to hand in as another change if she means the one on the phone.

    None where there is nothing in it for her to choose: no words of hers, or what cannot be saved.
    """
    mother = device.participant
    kept = found_in(mother, envelope.client_uuid)
    here = _as_it_would_stand(device, envelope, now)
    if here is None:
        return None
    return {
        "kind": envelope.kind,
        "body": envelope.body,
        "title": here.title,
        "kept": kept[1].parts if kept else [("", _("It is not among your things any more."))],
        "here": here.parts,
        "words": {
            "title": _("You said this in two ways. Which one do you mean?"),
            "kept": _("Saved before"),
            "here": _("On this phone, not saved"),
            "save": _("Save the one on this phone"),
            "keep": _("Keep the one saved before"),
        },
    }


def _as_it_would_stand(device: Device, envelope: Envelope, now: datetime) -> Said | None:
    """Stored as another change and taken back at once: so it reads as it would on her pages."""
    anew = replace(envelope, client_uuid=uuid4(), phone_answered_at=now, phone_sent_at=now)
    with transaction.atomic():
        try:
            with transaction.atomic():
                hand_in(device=device, envelope=replace(anew, sequence=None), now=now)
            found = found_in(device.participant, anew.client_uuid)
        except DomainError:
            found = None
        transaction.set_rollback(True)
    return found[1] if found else None
