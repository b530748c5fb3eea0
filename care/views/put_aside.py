"""What came from her phones and could not be taken."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from care.put_aside import put_aside_of
from care.views.page import CLINICIAN, for_roles, note_read, read_by, show


@require_safe
@for_roles(CLINICIAN)
def put_aside(request: HttpRequest, mother: UUID) -> HttpResponse:
    """When, from which phone, why, and what to do; no page opens what is in it."""
    found = read_by(request.user, mother)
    note_read(request, "opened", [found.public_id])
    rows = put_aside_of(found)
    waiting = [row for row in rows if row.taken_at is None]
    context = {"mother": found, "waiting": waiting, "taken": [r for r in rows if r.taken_at]}
    return show(request, "put_aside", section="caseload", **context)
