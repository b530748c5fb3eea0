"""A recording of the site, for a practice that is open to her."""

import re
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.recordings import file_of
from portal.stepping import walk_of
from portal.views.doors import her_page
from sessions.models import AssignedSession
from sessions.services import enter_session

RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
# Of one answer: a phone asks for the next part when it needs it.
MOST_BYTES = 1_000_000


@require_safe
@her_page
def sound(request: HttpRequest, assigned: UUID, step: str, cut: str) -> HttpResponse:
    """The file, or the part of it that was asked for: going back 15 s needs a part."""
    hers = AssignedSession.objects.filter(course__participant=request.mother)
    wanted = hers.select_related("course__curriculum", "course__participant", "occurrence")
    walk = walk_of(get_object_or_404(wanted, public_id=assigned))
    enter_session(assigned=walk.assigned, now=timezone.now())
    path = file_of(walk, step, cut) if walk.step(step) else None
    if path is None:
        raise Http404
    return _part(path, request.headers.get("Range", ""))


def _part(path: Path, wanted: str) -> HttpResponse:
    size = path.stat().st_size
    found = RANGE.fullmatch(wanted)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    if found is None:
        return HttpResponse(path.read_bytes(), content_type="audio/mpeg", headers=headers)
    first = int(found[1])
    last = min(int(found[2] or size - 1), size - 1, first + MOST_BYTES - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(first)
        part = file.read(last - first + 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return HttpResponse(part, status=206, content_type="audio/mpeg", headers=headers)
