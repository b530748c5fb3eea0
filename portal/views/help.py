"""Help: open to everyone, phone or no phone, open or shut."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.lines import lines_for


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Three breaths, a way through a hard moment, and people to call."""
    whose = request.device.participant if request.device else None
    return render(request, "portal/help.html", {"lines": lines_for(whose)})
