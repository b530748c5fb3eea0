"""A session, step by step. It keeps its place; stopping is always allowed."""

import json
import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.reviewing import SIGNED
from catalog.services import drawing, review_of
from catalog.types import Step
from kernel.clock import local_date
from kernel.errors import BadInput, Conflict
from measures.acknowledgement import Help
from portal.due import next_opening, things_for
from portal.grounding import ground
from portal.handing import hand_in_form
from portal.labels import label
from portal.stepping import Walk, walk_of
from portal.steps import KINDS
from portal.views.doors import hand_in, only_hers_back, to_unlock
from sessions.models import AssignedSession
from sessions.services import complete_session, enter_session


@require_http_methods(["GET", "POST"])
@hand_in
def session(request: HttpRequest, assigned: UUID) -> HttpResponse:
    """What this session holds, how long it takes, and the button in."""
    now = timezone.now()
    walk = walk_of(hers(request, assigned), now=now)
    enter_session(assigned=walk.assigned, now=now)
    if request.method == "POST":
        body = {"assigned": str(assigned), "step": walk.next_code, "event": "reached"}
        hand_in_form(request, kind="entry", body=body)
        return redirect(walk.url(walk.next_code))
    if "on" in request.GET and walk.progress.next:
        return redirect(walk.url(walk.progress.next))
    if walk.progress.complete:
        # What was left of it is not put to her any more.
        complete_session(assigned=walk.assigned, now=now)
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
        "draft": is_draft(walk, now=now),
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
    """One step, of whatever kind."""
    now = timezone.now()
    walk = walk_of(hers(request, assigned), now=now)
    here = walk.step(step)
    if here is None:
        if step not in {one.code for one in walk.content.steps}:
            raise Http404
        here = walk.content.step(step)
        # It is hers no more, but may have stood on her screen: what she wrote there is kept.
        saves = request.method == "POST" and "choose" not in request.POST
        if not saves or KINDS[here.kind].elsewhere:
            return redirect(walk.onward(step))
    kind = KINDS[here.kind]
    enter_session(assigned=walk.assigned, now=now)
    if kind.elsewhere:
        return redirect(kind.elsewhere(walk, here, now))
    if request.method == "GET":
        return render(request, kind.template, page_of(request, walk, here, request.GET))
    if "choose" not in request.POST:
        return _save(request, walk, here)
    if request.mother is None:
        return to_unlock(request)
    # Without scripts: another length, or another thing to rest on.
    return render(request, kind.template, page_of(request, walk, here, request.POST))


@require_http_methods(["GET", "POST"])
@hand_in
def stop(request: HttpRequest, assigned: UUID, step: str) -> HttpResponse:
    """This isn't good for me: it stops, it is noted, and help is there."""
    walk = walk_of(hers(request, assigned), now=timezone.now())
    here = walk.step(step)
    if here is None or not here.is_timed:
        raise Http404
    if request.method == "GET":
        return redirect(walk.url(step))
    body = _body(walk, step, "stopped") | KINDS[here.kind].said(here, request.POST)
    field = "stop_uuid" if "stop_uuid" in request.POST else "uuid"
    acknowledged = hand_in_form(request, kind="entry", body=body, field=field)
    return _stopped(request, _again_from(request, walk).onward(step), acknowledged.help)


def is_draft(walk: Walk, *, now: datetime) -> bool:
    """Whether somebody still has to sign this session, or the signatures are too old."""
    row, today = walk.assigned.course.curriculum, local_date(now, walk.mother.zone)
    return review_of(row, today=today, part=walk.content.code).state != SIGNED


def hers(request: HttpRequest, assigned: UUID) -> AssignedSession:
    hers = AssignedSession.objects.filter(course__participant=request.device.participant)
    wanted = hers.select_related("course__curriculum", "course__participant", "occurrence")
    return get_object_or_404(wanted, public_id=assigned)


def _again_from(request: HttpRequest, walk: Walk) -> Walk:
    """Where she stands now that something was stored."""
    return walk_of(hers(request, walk.assigned.public_id), now=timezone.now())


def _save(request: HttpRequest, walk: Walk, here: Step) -> HttpResponse:
    kind, skipped = KINDS[here.kind], "skip" in request.POST
    field = "skip_uuid" if skipped else "uuid"
    body = _body(walk, here.code, "done" if skipped else kind.event)
    try:
        if not skipped:
            body |= kind.said(here, request.POST)
        acknowledged = hand_in_form(request, kind="entry", body=body, field=field)
    except Conflict:
        trouble = _(
            "This changed since you last sent it. Press the button to save it as it is now."
        )
        return _again(request, walk, here, trouble, status=409)
    except BadInput as refusal:
        return _again(request, walk, here, refusal.message, refusal.field, status=refusal.status)
    onward = _again_from(request, walk).onward(here.code)
    if acknowledged.help:
        return _stopped(request, onward, acknowledged.help)
    return redirect(onward)


def _stopped(request: HttpRequest, next_url: str, told: Help | None) -> HttpResponse:
    """A minute of grounding, help, and two ways to go on."""
    return render(request, "portal/stopped.html", ground(request, told) | {"next_url": next_url})


def _again(
    request: HttpRequest,
    walk: Walk,
    here: Step,
    trouble: str,
    field: str | None = None,
    *,
    status: int,
) -> HttpResponse:
    if request.mother is None or walk.step(here.code) is None:
        words = {one.code: request.POST.get(one.code, "") for one in here.fields}
        name = field if field in words else "text"
        return only_hers_back(
            request,
            field=name,
            words=words.pop(name, request.POST.get("text", "")),
            long=True,
            trouble=trouble,
            status=status,
            also=words,
        )
    page = page_of(request, walk, here, request.POST) | {"trouble": trouble}
    return render(request, KINDS[here.kind].template, page, status=status)


def _body(walk: Walk, code: str, event: str) -> dict[str, Any]:
    return {"assigned": str(walk.assigned.public_id), "step": code, "event": event}


def page_of(request: HttpRequest, walk: Walk, here: Step, asked: QueryDict) -> dict[str, Any]:
    """What the page of a step shows."""
    kind, code = KINDS[here.kind], here.code
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
        "stop_uuid": uuid.uuid4(),
        "reads": label("clinic"),
        "safe_first": asks_to_see_it_another_way(here),
        "body": json.dumps(_body(walk, code, kind.event)),
        "place_body": json.dumps(_body(walk, code, "reached")),
        "next_url": walk.beyond(code),
    }
    if here.is_timed:
        page |= ground(request, None)
    return page | kind.context(walk, here, asked)


def asks_to_see_it_another_way(here: Step) -> bool:
    """Before these stands the page for whom danger is real: it is not to be seen differently."""
    return here.asks_another_view
