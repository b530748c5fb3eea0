"""An ordinary form as an envelope: the same door as what scripts hand in."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.errors import BadInput
from kernel.ids import parse_uuid
from measures.acknowledgement import Acknowledgement
from schedule.envelope import of_form
from sessions.services import hand_in


def hand_in_form(
    request: HttpRequest, *, kind: str, body: dict[str, Any], field: str = "uuid"
) -> Acknowledgement:
    """Store what a form says, under the UUID minted with the form. Raises as hand_in does."""
    client_uuid = parse_uuid(request.POST.get(field))
    if client_uuid is None:
        raise BadInput(_("This page did not load whole. Load it again."), field=field)
    now = timezone.now()
    zone = request.device.participant.zone
    envelope = of_form(client_uuid=client_uuid, kind=kind, body=body, zone=zone, now=now)
    return hand_in(device=request.device, envelope=envelope, now=now)


def words_of(request: HttpRequest, field: str) -> str:
    """What she wrote, with the line ends scripts use, so that both give the same body."""
    return request.POST.get(field, "").replace("\r\n", "\n")
