"""The demo's outbox: what would have been sent."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from care.outbox import read_outbox
from care.views.page import ADMIN, CLINICIAN, COORDINATOR, for_roles, show


@require_safe
@for_roles(CLINICIAN, COORDINATOR, ADMIN)
def outbox(request: HttpRequest) -> HttpResponse:
    """Demo only; elsewhere there is no such page."""
    if not (settings.DEMO and settings.OUTBOX_DIR):
        raise Http404
    mails = read_outbox(Path(settings.OUTBOX_DIR))
    return show(request, "outbox", section="outbox", mails=mails)
