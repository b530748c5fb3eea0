"""The caseload: who needs me now, and everyone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from care.caseload import QUIET_DAYS, Row, caseload, stopped
from care.concerns import open_concerns
from care.views.page import ADMIN, CLINICIAN, COORDINATOR, for_roles, note_read, show
from people.models import Membership
from safety.services import is_ready

SORTS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: row.name.casefold(),
    "where": lambda row: row.where.order,
    "course": lambda row: (row.course.held, row.course.order),
    "craving": lambda row: -float(row.craving or -1),
    "done": lambda row: -row.quiet_days,
    "due": lambda row: (row.due is None, not (row.due and row.due.now), row.due and row.due.at),
}
FILTERS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "all": ("Everyone", lambda row: True),
    "due": ("Something to do now", lambda row: bool(row.due and row.due.now)),
    "quiet": (f"Nothing for {QUIET_DAYS} days", lambda row: row.fading),
    "gap": ("Days without medicine", lambda row: bool(row.gap)),
    "rests": ("Rests after a loss", lambda row: row.rests),
    "held": ("On hold", lambda row: row.course.held),
    "unassigned": ("No course yet", lambda row: row.course.order < 0),
    "unpaired": ("No phone yet", lambda row: not row.paired),
}
COLUMNS = (
    ("name", "Mother", ""),
    ("where", "Where she is", ""),
    ("course", "Course", ""),
    ("", "Stress, 8 weeks", ""),
    ("craving", "Urges", "n"),
    ("done", "Last finished", ""),
    ("due", "Due", ""),
)


@require_safe
@for_roles(CLINICIAN, COORDINATOR, ADMIN, Membership.Role.RESEARCHER)
def home(request: HttpRequest) -> HttpResponse:
    """The first page of whoever signs in: each role where its work is."""
    if request.user.has_role(CLINICIAN, COORDINATOR):
        return everyone(request)
    if not request.user.has_role(ADMIN):
        return redirect("research:home")
    # Until somebody answers concerns, that is what an admin has to do first.
    now = timezone.now()
    ready = all(is_ready(clinic, now=now) for clinic in request.user.clinics_as(ADMIN))
    return redirect("care:team" if ready else "care:safety")


def everyone(request: HttpRequest) -> HttpResponse:
    """Open concerns first, then every mother this person works with."""
    now = timezone.now()
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "done"
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in FILTERS else "all"
    words = request.GET.get("q", "").strip()
    rows = caseload(request.user, now=now)
    shown = [
        row for row in rows if FILTERS[chosen][1](row) and words.casefold() in row.name.casefold()
    ]
    shown.sort(key=SORTS["name"])
    shown.sort(key=SORTS[sort])
    concerns = open_concerns(request.user)
    left = stopped(request.user)
    named = [row.mother for row in shown] + [one.participant for one in concerns] + left
    note_read(request, "listed", [mother.public_id for mother in named])
    scores = any(row.clinical for row in rows)
    return show(
        request,
        "caseload",
        section="caseload",
        rows=shown,
        total=len(rows),
        columns=[c for c in COLUMNS if scores or c[1] not in ("Stress, 8 weeks", "Urges")],
        scores=scores,
        concerns=concerns,
        stopped=left,
        sort=sort,
        chosen=chosen,
        words=words,
        filters=[(key, label) for key, (label, _test) in FILTERS.items()],
        soon=now + timedelta(days=1),
    )
