"""A practice played again, outside its session: the same player, another receipt."""

import json
import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from catalog.types import Step
from kernel.errors import BadInput, Conflict
from portal.grounding import ground
from portal.handing import hand_in_form
from portal.practices import shelf_for
from portal.stepping import Walk, walk_of
from portal.steps import KINDS
from portal.views.doors import hand_in, to_unlock
from portal.views.player import hers, page_of
from portal.views.practices import kept_url
from sessions.services import practice_name


@require_http_methods(["GET", "POST"])
@hand_in
def practise(request: HttpRequest, assigned: UUID, step: str) -> HttpResponse:
    """Any she has met. It moves nothing in the session it came from."""
    walk, here = _met(request, assigned, step)
    if request.method == "GET":
        return _shown(request, walk, here, request.GET)
    if "choose" in request.POST:
        # Without scripts: another length, or another thing to rest on.
        return (
            to_unlock(request) if not request.mother else _shown(request, walk, here, request.POST)
        )
    stopped = "stop" in request.GET
    try:
        body = _body(walk, here, "stopped" if stopped else "done")
        body |= KINDS[here.kind].said(here, request.POST)
        field = "stop_uuid" if stopped else "uuid"
        acknowledged = hand_in_form(request, kind="practice", body=body, field=field)
    except (BadInput, Conflict) as refusal:
        if request.mother is None:
            raise
        again = {"trouble": refusal.message, "uuid": uuid.uuid4()}
        return _shown(request, walk, here, request.POST, again, status=refusal.status)
    if acknowledged.help:
        context = ground(request, acknowledged.help) | {"next_url": reverse("portal:practices")}
        return render(request, "portal/stopped.html", context)
    return redirect(kept_url())


def _met(request: HttpRequest, assigned: UUID, step: str) -> tuple[Walk, Step]:
    """Of a session she has been in or of the shelf, and that runs by the clock."""
    shelf = shelf_for(request.device.participant, now=timezone.now())
    on_shelf = shelf is not None and shelf.public_id == assigned
    walk = walk_of(shelf if on_shelf else hers(request, assigned))
    here = walk.step(step)
    if here is None or not here.is_timed or walk.assigned.first_opened_at is None:
        raise Http404
    return walk, here


def _body(walk: Walk, here: Step, event: str) -> dict[str, Any]:
    return {"practice": practice_name(walk.assigned, here.code), "event": event, "away": False}


def _shown(
    request: HttpRequest,
    walk: Walk,
    here: Step,
    asked: QueryDict,
    again: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the step, without its place in the session."""
    page = page_of(request, walk, here, asked)
    for link in ("twin_url", "of_twin_url"):
        if page[link]:
            code = page[link].rstrip("/").rpartition("/")[2]
            page[link] = reverse("portal:practise", args=[walk.assigned.public_id, code])
    page |= {
        "frame": KINDS[here.kind].template,
        "deposit": "practice",
        "body": json.dumps(_body(walk, here, "done")),
        "place_body": "",
        "from_second": 0,
        "dots": [],
        "back": reverse("portal:practices"),
        "next_url": kept_url(),
        "stop_url": "?stop=1",
    }
    return render(request, "portal/practise.html", page | (again or {}), status=status)
