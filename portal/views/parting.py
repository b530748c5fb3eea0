"""What she shares, looked at whole: who opened it, a copy of it, and stopping."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kernel.errors import BadInput, DomainError
from pathway.services import hand_over_copy, stop_taking_part
from portal.fresh import asks_pin, sure
from portal.looked import looks_at
from portal.views.doors import to_unlock
from portal.views.phones import cleared


@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Names, what they do, and days."""
    if request.mother is None:
        return to_unlock(request)
    found = looks_at(request.mother, now=timezone.now())
    return render(request, "portal/looked.html", {"looks": found})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """At the clinic by default; as a locked file on this phone when she wants it so."""
    if request.mother is None:
        return to_unlock(request)
    now, trouble, status = timezone.now(), "", 200
    if request.method == "POST":
        try:
            sure(request, now=now)
            return _file(request, now)
        except DomainError as refusal:
            trouble, status = refusal.message, refusal.status
    context = {"trouble": trouble, "ask_pin": asks_pin(request, now=now)}
    return render(request, "portal/copy.html", context, status=status)


@require_http_methods(["GET", "POST"])
def stop_all(request: HttpRequest) -> HttpResponse:
    """What ends and what is kept; one press ends it, with no PIN asked and no reason."""
    if request.mother is None:
        return to_unlock(request)
    if request.method == "GET":
        return render(request, "portal/stop_all.html")
    # What waits on the phone is sent before: the page's script submits without the button.
    stop_taking_part(participant=request.mother, now=timezone.now())
    return cleared(request, "portal/stopped_all.html")


def _file(request: HttpRequest, now: datetime) -> HttpResponse:
    secret = request.POST.get("secret", "")
    if secret != request.POST.get("again", ""):
        raise BadInput(_("The two are not the same. Please type both again."), field="again")
    body = hand_over_copy(
        participant=request.mother, password=secret, actor=request.device.actor, now=now
    )
    response = HttpResponse(body, content_type="application/zip")
    name = slugify(settings.PORTAL_NAME) or "notes"
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
