"""Practice: any she has met, to play again; and one done away from the phone, noted down."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kernel.errors import BadInput
from portal.handing import hand_in_form
from portal.labels import label
from portal.practices import planned_now, practices_met, shelf_practices
from portal.views.doors import hand_in, her_page

# How long it was, in seconds: nobody looks at a clock.
LENGTHS = (60, 180, 300, 600, 1200)


@require_safe
@her_page
def practices(request: HttpRequest) -> HttpResponse:
    """All of them, what she planned for today first."""
    now = timezone.now()
    planned = planned_now(request.mother, now=now)
    first = {one.name for one in planned}
    others = [one for one in practices_met(request.mother) if one.name not in first]
    context = {
        "planned": planned,
        "practices": others,
        "shelf": shelf_practices(request.mother, now=now),
        "kept": "kept" in request.GET,
    }
    return render(request, "portal/practices.html", context)


@require_http_methods(["GET", "POST"])
@hand_in
def away(request: HttpRequest) -> HttpResponse:
    """Which one, and more or less how long."""
    said: dict[str, Any] = {"practice": request.POST.get("practice", "")}
    seconds = request.POST.get("seconds", "")
    if seconds.isascii() and seconds.isdigit() and len(seconds) < 6:
        said["seconds"] = int(seconds)
    trouble = ""
    if request.method == "POST":
        try:
            return _save(request, said)
        except BadInput as refusal:
            if request.mother is None:
                raise
            trouble = refusal.message
    met = practices_met(request.mother) + shelf_practices(request.mother, now=timezone.now())
    if not met:
        return redirect("portal:practices")
    context = {
        "practices": met,
        "lengths": [(one, one // 60) for one in LENGTHS],
        "said": said,
        "trouble": trouble,
        "reads": label("clinic"),
        "uuid": uuid.uuid4(),
        "body": json.dumps({"event": "done", "away": True}),
        "next_url": kept_url(),
    }
    return render(request, "portal/practice_away.html", context, status=400 if trouble else 200)


def _save(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    if not said["practice"]:
        raise BadInput(_("Choose which one it was."), field="practice")
    body = {"event": "done", "away": True, **said}
    hand_in_form(request, kind="practice", body=body)
    return redirect(kept_url())


def kept_url() -> str:
    """Where noting it down leads."""
    return f"{reverse('portal:practices')}?kept=1"
