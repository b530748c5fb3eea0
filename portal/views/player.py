"""A session, step by step. It keeps its place; stopping is always allowed."""

import json
import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.services import drawing
from kernel.errors import BadInput, Conflict
from portal.due import next_opening, things_for
from portal.handing import hand_in_form, words_of
from portal.labels import label
from portal.lines import shown
from portal.questioning import series_of
from portal.stepping import Walk, anchors_of, clock, minutes_of, walk_of
from portal.views.doors import hand_in, only_hers_back
from sessions.models import AssignedSession
from sessions.services import enter_session, start_questions

TEMPLATES = {
    "reading": "portal/step_reading.html",
    "practice": "portal/step_practice.html",
    "reflection": "portal/step_reflection.html",
}


# What Next says happened here, where it is not just "done".
EVENTS = {"reflection": "reflection"}


@require_http_methods(["GET", "POST"])
@hand_in
def session(request: HttpRequest, assigned: UUID) -> HttpResponse:
    """What this session holds, how long it takes, and the button in."""
    walk = walk_of(_hers(request, assigned))
    now = timezone.now()
    enter_session(assigned=walk.assigned, now=now)
    if request.method == "POST":
        body = {"assigned": str(assigned), "step": walk.next_code, "event": "reached"}
        hand_in_form(request, kind="entry", body=body)
        return redirect(walk.url(walk.next_code))
    if "on" in request.GET and walk.progress.next:
        return redirect(walk.url(walk.progress.next))
    if "on" in request.GET:
        waiting = things_for(walk.mother, now=now)
        context = {"opens": "" if waiting else next_opening(walk.mother, now=now)}
        return render(request, "portal/session_done.html", context)
    context = {
        "title": walk.content.title(walk.lang),
        "summary": walk.content.summary(walk.lang),
        "content_lang": walk.lang,
        "minutes": walk.minutes_left,
        "steps": walk.listing(),
        "begun": bool(walk.progress.done),
        "ended": walk.progress.next is None,
        "body": json.dumps(_body(walk, walk.next_code, "reached")),
        "next_url": walk.url(walk.next_code),
        "uuid": uuid.uuid4(),
    }
    return render(request, "portal/session.html", context)


@require_http_methods(["GET", "POST"])
@hand_in
def step(request: HttpRequest, assigned: UUID, step: str) -> HttpResponse:
    """One step: read, practise, write or answer."""
    walk = walk_of(_hers(request, assigned))
    here = walk.step(step)
    if here is None:
        if step in {one.code for one in walk.content.steps}:
            return redirect(walk.onward(step))
        raise Http404
    now = timezone.now()
    enter_session(assigned=walk.assigned, now=now)
    if here.kind == "questionnaire":
        begun = start_questions(assigned=walk.assigned, step_code=step, now=now)
        series = series_of(begun, now=now)
        done = series.finished
        return redirect(walk.onward(step) if done else series.onward())
    if request.method == "POST":
        return _save(request, walk, here)
    return render(request, TEMPLATES[here.kind], _page(request, walk, here))


@require_http_methods(["GET", "POST"])
@hand_in
def stop(request: HttpRequest, assigned: UUID, step: str) -> HttpResponse:
    """This isn't good for me: it stops, it is noted, and help is there."""
    walk = walk_of(_hers(request, assigned))
    here = walk.step(step)
    if here is None:
        raise Http404
    if request.method == "GET":
        return redirect(walk.url(step))
    body = _practice_body(request, walk, here.code, "stopped")
    acknowledged = hand_in_form(request, kind="entry", body=body)
    told = acknowledged.help
    context = {
        "help": told,
        "lines": shown(told.lines, told.language) if told else [],
        "next_url": walk_of(_hers(request, assigned)).onward(step),
    }
    return render(request, "portal/stopped.html", context)


def _hers(request: HttpRequest, assigned: UUID) -> AssignedSession:
    hers = AssignedSession.objects.filter(course__participant=request.device.participant)
    wanted = hers.select_related("course__curriculum", "course__participant", "occurrence")
    return get_object_or_404(wanted, public_id=assigned)


def _save(request: HttpRequest, walk: Walk, here: Any) -> HttpResponse:
    code = here.code
    writes = here.kind == "reflection" and "skip" not in request.POST
    text = words_of(request, "text")
    if writes and not text.strip():
        trouble = _("Write a few words, or press “Nothing to write now”.")
        return _again(request, walk, here, text, trouble, status=400)
    if writes:
        body = {**_body(walk, code, "reflection"), "text": text}
    elif here.kind == "practice":
        body = _practice_body(request, walk, code, "done")
    else:
        body = _body(walk, code, "done")
    field = "skip_uuid" if "skip" in request.POST else "uuid"
    try:
        hand_in_form(request, kind="entry", body=body, field=field)
    except Conflict:
        trouble = _(
            "This changed since you last sent it. Press the button to save it as it is now."
        )
        return _again(request, walk, here, text, trouble, status=409)
    except BadInput as refusal:
        return _again(request, walk, here, text, refusal.message, status=refusal.status)
    return redirect(walk_of(_hers(request, walk.assigned.public_id)).onward(code))


def _again(
    request: HttpRequest, walk: Walk, here: Any, text: str, trouble: str, *, status: int
) -> HttpResponse:
    if request.mother is None:
        return only_hers_back(
            request, field="text", words=text, long=True, trouble=trouble, status=status
        )
    page = _page(request, walk, here) | {"trouble": trouble, "words": text}
    return render(request, TEMPLATES[here.kind], page, status=status)


def _body(walk: Walk, code: str, event: str) -> dict[str, Any]:
    return {"assigned": str(walk.assigned.public_id), "step": code, "event": event}


def _practice_body(request: HttpRequest, walk: Walk, code: str, event: str) -> dict[str, Any]:
    body = _body(walk, code, event)
    anchor, seconds = request.POST.get("anchor", ""), request.POST.get("seconds", "")
    if anchor:
        body["anchor"] = anchor
    if seconds.isascii() and seconds.isdigit() and len(seconds) < 7:
        body["seconds"] = int(seconds)
    return body


def _page(request: HttpRequest, walk: Walk, here: Any) -> dict[str, Any]:
    code = here.code
    page = {
        "assigned": walk.assigned,
        "step": here,
        "title": here.title(walk.lang, walk.addressed),
        "text": here.text_html(walk.lang, walk.addressed),
        "content_lang": walk.lang,
        "drawing": drawing(here.drawing) if here.drawing else "",
        "number": walk.number(code),
        "total": walk.progress.total,
        "dots": walk.dots(code),
        "back": walk.back(code),
        "uuid": uuid.uuid4(),
        "skip_uuid": uuid.uuid4(),
        "reads": label("clinic"),
        "safe_first": asks_to_see_it_another_way(here),
        "body": json.dumps(_body(walk, code, EVENTS.get(here.kind, "done"))),
        "next_url": walk.beyond(code),
    }
    if here.kind == "practice":
        page |= _practice(request, walk, here)
    if here.kind == "reflection":
        page["words"] = walk.words(here.code)
    return page


def asks_to_see_it_another_way(here: Any) -> bool:
    """Before these stands the page for whom danger is real: it is not to be seen differently."""
    return here.kind in ("reflection", "practice") and here.skill == "reappraisal"


def _practice(request: HttpRequest, walk: Walk, here: Any) -> dict[str, Any]:
    """The practice, or its short form where she asked for it: done, it stands for the long one."""
    short = walk.content.step(here.short) if here.short else None
    cut = short if "short" in request.GET or "short" in request.POST else None
    played = cut or here
    asked = request.POST.get("anchor") or request.GET.get("anchor", "")
    anchor = asked if asked in played.anchors else next(iter(played.anchors), "")
    return {
        "title": played.title(walk.lang, walk.addressed),
        "text": played.text_html(walk.lang, walk.addressed),
        "anchor": anchor,
        "anchors": anchors_of(played),
        "breathing": played.breathing,
        "seconds": played.seconds,
        "minutes": minutes_of(played),
        "cues": [
            {
                "at": cue.at,
                "clock": clock(cue.at),
                "text": played.cue_text(cue.code, walk.lang, anchor, walk.addressed),
            }
            for cue in played.cues
        ],
        "cut": cut,
        "shorter": minutes_of(short) if short and not cut else None,
        "longer": walk.url(here.code) if cut else "",
        "stop_uuid": uuid.uuid4(),
        "stop_url": reverse("portal:stop", args=[walk.assigned.public_id, here.code]),
    }
