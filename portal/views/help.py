"""Help: open to everyone, phone or no phone, open or shut."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.calling import hard_to_call
from portal.labels import label
from portal.lines import lines_for


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Three breaths, a way through a hard moment, her plan, and people to call."""
    whose = request.device.participant if request.device else None
    context = {
        "lines": lines_for(whose),
        "calling_hard": hard_to_call(),
        "not_kept": label("not_kept"),
    }
    return render(request, "portal/help.html", context)
