"""Her copy, made with her at a visit: the same locked file her own page makes."""

import secrets
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from care.forms import CopyForm
from care.views.page import CLINICIAN, for_roles, note_read, read_by, show
from kernel.errors import BadInput
from pathway.services import hand_over_copy
from people.models import Participant
from people.second_factor import proved_lately

# Letters that nobody mixes up on paper: 16 of them are 79 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SHOWN = timedelta(minutes=15)
SALT = "her copy"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_roles(CLINICIAN)
def copy(request: HttpRequest, mother: UUID) -> HttpResponse:
    """She says yes; the password is shown once, on a page of its own; then the file."""
    found = read_by(request.user, mother)
    if request.method == "GET":
        note_read(request, "opened", [found.public_id])
        return _asking(request, found, CopyForm())
    if not proved_lately(request, now=timezone.now()):
        return redirect(_confirm_url(found))
    if "made" in request.POST:
        return _file(request, found)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return _asking(request, found, form, status=400)
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    made = signing.dumps([str(found.public_id), request.user.actor, password], salt=SALT)
    shown = {"password": password, "made": made, "minutes": SHOWN // timedelta(minutes=1)}
    return show(request, "copy_made", section="caseload", mother=found, **shown)


def _asking(
    request: HttpRequest, found: Participant, form: CopyForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "mother": found,
        "form": form,
        "proved": proved_lately(request, now=timezone.now()),
        "confirm_url": _confirm_url(found),
    }
    return show(request, "copy", section="caseload", status=status, **context)


def _confirm_url(found: Participant) -> str:
    here = reverse("care:copy", args=[found.public_id])
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': here})}"


def _file(request: HttpRequest, found: Participant) -> HttpResponse:
    """Under the password that was shown, for whom it was shown, while it is new."""
    try:
        whose, by, password = signing.loads(request.POST["made"], salt=SALT, max_age=SHOWN)
    except signing.BadSignature:
        whose = by = password = ""
    if (whose, by) != (str(found.public_id), request.user.actor):
        raise BadInput("That password is too old, or not for her. Make the copy again.")
    body = hand_over_copy(
        participant=found, password=password, actor=request.user.actor, now=timezone.now()
    )
    note_read(request, "exported", [found.public_id])
    response = HttpResponse(body, content_type="application/zip")
    name = slugify(settings.PORTAL_NAME) or "notes"
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
