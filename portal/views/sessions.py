"""Her sessions: what is open, what she has done (to read again), what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pathway.due import due_things
from portal.due import session_thing
from portal.views.doors import her_page
from schedule.telling import opens_when
from sessions.models import AssignedSession
from sessions.services import content_of


@dataclass(frozen=True)
class Line:
    """One session in the list; `url` where she may go in, `when` in words."""

    title: str
    lang: str
    url: str
    when: str


@require_safe
@her_page
def sessions(request: HttpRequest) -> HttpResponse:
    """All of them on one page."""
    mother, now = request.mother, timezone.now()
    hers = AssignedSession.objects.filter(course__participant=mother).select_related(
        "course__curriculum", "course__participant", "occurrence"
    )
    due = {one.pk for one in due_things(mother, now=now).sessions}
    context = {
        "open": [session_thing(one, now=now) for one in hers if one.pk in due],
        "done": [_done(one) for one in hers.exclude(completed_at=None).order_by("-completed_at")],
        "coming": [
            _coming(one, now) for one in hers.filter(completed_at=None) if one.pk not in due
        ],
    }
    return render(request, "portal/sessions.html", context)


def _done(assigned: AssignedSession) -> Line:
    url = reverse("portal:session", args=[assigned.public_id])
    return _line(assigned, url, _("done"))


def _coming(assigned: AssignedSession, now: datetime) -> Line:
    earlier = assigned.course.assigned.filter(ordinal=assigned.ordinal - 1, completed_at=None)
    opens_at = assigned.occurrence.opens_at
    if assigned.held_at or assigned.course.held_at:
        return _line(assigned, "", _("on hold for now"))
    if earlier.exists():
        return _line(assigned, "", _("after the one before"))
    if opens_at <= now:
        return _line(assigned, "", _("waits for you"))
    when = opens_when(opens_at, now=now, zone=assigned.course.participant.zone)
    return _line(assigned, "", _("opens %(when)s") % {"when": when})


def _line(assigned: AssignedSession, url: str, when: str) -> Line:
    lang = assigned.course.curriculum.content.language_for(assigned.course.participant.language)
    return Line(content_of(assigned).title(lang), lang, url, when)
