"""Today: one good thing to do now. And her own weeks."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.services import released
from kernel.clock import local_date, zone_of
from measures.services import scores_over_time
from pathway.due import PAUSE, rests_now
from people.models import Participant
from people.services import safe_contact_of
from portal.cards import open_cards
from portal.due import done_before, next_opening, things_for, wishes_of
from portal.pictures import Picture, control_picture, good_picture, pictures_of
from portal.practices import good_days
from portal.said import kept_moments
from portal.views.doors import her_page
from portal.views.plain import or_plain
from schedule.services import end_pause


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The address she keeps."""
    return redirect("portal:today")


@require_http_methods(["GET", "POST"])
@or_plain
@her_page
def today(request: HttpRequest) -> HttpResponse:
    """One card, a few short things, her picture, and the way to help. POST: she wants to go on."""
    mother, now = request.mother, timezone.now()
    if request.method == "POST":
        end_pause(participant=mother, by=None, now=now)
        return redirect("portal:today")
    local = now.astimezone(zone_of(mother.zone))
    context = {
        "greeting": greeting(local),
        "cards": open_cards(mother, now=now)[:1],
        "kept": "kept" in request.GET,
        "unreached": safe_contact_of(mother).pk is None,
    }
    rests = rests_now(mother, now=now)
    if rests:
        return render(request, "portal/today_rest.html", context | {"paused": rests == PAUSE})
    return render(request, "portal/today.html", context | _due(mother, now))


def _due(mother: Participant, now: datetime) -> dict[str, object]:
    things = things_for(mother, now=now)
    pictures = her_pictures(mother)
    return {
        "first": things[0] if things else None,
        "card_first": bool(things) and things[0].is_card,
        "others": things[1:],
        "again": done_before(mother, now=now),
        "wishes": wishes_of(mother, now=now),
        "opens": "" if things else next_opening(mother, now=now),
        "picture": next((one for one in pictures if one.skill == "mindfulness"), None),
    }


@require_safe
@her_page
def weeks(request: HttpRequest) -> HttpResponse:
    """Everything she has answered, kept and taken, as lines and tables."""
    mother = request.mother
    moments = kept_moments(mother)
    known = [(local_date(one.deposit.answered_at, mother.zone), one.control) for one in moments]
    today = local_date(timezone.now(), mother.zone)
    more = [control_picture(known), good_picture(good_days(mother), today)]
    pictures = [*her_pictures(mother), *(one for one in more if one)]
    return render(request, "portal/weeks.html", {"pictures": pictures})


def her_pictures(mother: Participant) -> list[Picture]:
    """Of what is asked of her as she is addressed now: a line about a baby rests with the words."""
    fitting = [
        one
        for one in scores_over_time(mother)
        if released("instrument", one.instrument).content.fits(mother.addressed)
    ]
    return pictures_of(fitting, mother.language)


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
