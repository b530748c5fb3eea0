"""Today: one good thing to do now. And her own weeks."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel.clock import zone_of
from measures.services import scores_over_time
from portal.due import done_before, next_opening, things_for
from portal.pictures import pictures_of
from portal.views.doors import her_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The address she keeps."""
    return redirect("portal:today")


@require_safe
@her_page
def today(request: HttpRequest) -> HttpResponse:
    """One card, a few short things, her picture, and the way to help."""
    mother, now = request.mother, timezone.now()
    things = things_for(mother, now=now)
    pictures = pictures_of(scores_over_time(mother), mother.language)
    context = {
        "greeting": greeting(now.astimezone(zone_of(mother.zone))),
        "first": things[0] if things else None,
        "others": things[1:],
        "again": done_before(mother),
        "opens": "" if things else next_opening(mother, now=now),
        "picture": next((one for one in pictures if one.skill == "mindfulness"), None),
    }
    return render(request, "portal/today.html", context)


@require_safe
@her_page
def weeks(request: HttpRequest) -> HttpResponse:
    """Everything she has answered, as lines and tables."""
    pictures = pictures_of(scores_over_time(request.mother), request.mother.language)
    return render(request, "portal/weeks.html", {"pictures": pictures})


def greeting(local: datetime) -> str:
    """The day and its part, on her own clock: nothing that says what this is."""
    day = {"day": date_format(local, "l")}
    if local.hour < 5:
        return _("Early %(day)s") % day
    if local.hour >= 22:
        return _("%(day)s night") % day
    if local.hour < 12:
        return _("%(day)s morning") % day
    if local.hour < 18:
        return _("%(day)s afternoon") % day
    return _("%(day)s evening") % day
