"""If someone is hurting or scaring her: open to everyone, plain, and careful with what it says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.lines import lines_for

# The line of those who know about violence at home, by its code in content/crisis.
PARTNER = "partner"


@require_safe
def safe_page(request: HttpRequest) -> HttpResponse:
    """Who to talk to, ideas for a safer moment, and what this phone shows."""
    whose = request.device.participant if request.device else None
    lines = [one for one in lines_for(whose) if one.emergency or one.code == PARTNER]
    return render(request, "portal/safe.html", {"lines": lines, "known": request.mother})
