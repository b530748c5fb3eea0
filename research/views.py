"""Pages for researchers: what there is to export, one export, the codebook. Never a mother."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from catalog.services import released, released_codes
from kernel.errors import Conflict, NotAllowed
from kernel.ids import parse_uuid
from people.models import Clinic, Membership
from people.second_factor import proved_lately
from research.cells import Cell, as_text
from research.codebook import codebook_rows
from research.columns import CODEBOOK, TABLES
from research.eligible import count_consenting
from research.models import Export, ExportFile
from research.services import ask_for_export, hand_over

RESEARCHER = Membership.Role.RESEARCHER
SHOWN = 50


def for_researchers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only staff who are a researcher somewhere; whose exports they see is the queryset's rule."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_role(RESEARCHER):
            raise NotAllowed("This page is for the role researcher. Ask your clinic’s admin.")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_researchers
def home(request: HttpRequest) -> HttpResponse:
    """Clinics to export from, exports so far."""
    return _home(request)


@require_POST
@for_researchers
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an export of one clinic, up to this moment."""
    chosen = parse_uuid(request.POST.get("clinic"))
    clinic = get_object_or_404(_clinics(request), public_id=chosen)
    try:
        export = ask_for_export(by=request.user, clinic=clinic, now=timezone.now())
    except Conflict as refusal:
        return _home(request, refusal=refusal.message, status=refusal.status)
    return redirect("research:export", export.public_id)


@require_safe
@for_researchers
def export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One export: how far it is, then the file."""
    one = _export(request, public_id)
    context = {
        "export": one,
        "file": ExportFile.objects.defer("body").filter(export=one).first(),
        "running": one.state in (Export.State.OWED, Export.State.RUNNING),
        "proved": proved_lately(request, now=timezone.now()),
        "confirm_url": _confirm_url(one),
        "tables": TABLES,
    }
    return _show(request, "export", **context)


@require_GET
@for_researchers
def state(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """How far it is, for the page to ask while it is open."""
    one = _export(request, public_id)
    told = {"state": one.state, "state_words": one.get_state_display()}
    return JsonResponse({**told, "rows_done": one.rows_done, "rows_total": one.rows_total})


@require_GET
@for_researchers
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file, to somebody who has just shown who they are."""
    one = _export(request, public_id)
    now = timezone.now()
    if not proved_lately(request, now=now):
        return HttpResponseRedirect(_confirm_url(one))
    return file_response(hand_over(export=one, by=request.user, now=now))


@require_safe
@for_researchers
def codebook(request: HttpRequest) -> HttpResponse:
    """Every questionnaire in its newest released version."""
    instruments = [released("instrument", code).content for code in released_codes("instrument")]
    pages = [
        {
            "instrument": one,
            "title": one.title("en"),
            "rows": [_shown(row) for row in codebook_rows(one)],
        }
        for one in instruments
    ]
    return _show(request, "codebook", pages=pages, tables=TABLES)


def file_response(file: ExportFile) -> HttpResponse:
    """The artefact as an attachment; its name is made of letters and digits by us."""
    response = HttpResponse(bytes(file.body), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-SHA256"] = file.sha256
    return response


def _home(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    clinics = [
        {"clinic": clinic, "agreed": count_consenting(clinic, now=now)}
        for clinic in _clinics(request).order_by("name")
    ]
    exports = Export.objects.visible_to(request.user).select_related("clinic", "asked_by")
    context = {
        "clinics": clinics,
        "exports": exports.order_by("-asked_at")[:SHOWN],
        "refusal": refusal,
    }
    return _show(request, "home", status=status, **context)


def _show(
    request: HttpRequest, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    frame = {"section": "research"}
    return render(request, f"research/{template}.html", {**frame, **context}, status=status)


def _shown(row: tuple[Cell, ...]) -> dict[str, Any]:
    """A row of the codebook as the page shows it: codes in words rather than in one cell."""
    named = dict(zip(CODEBOOK.header, row, strict=True))
    reversed_here = as_text(named["reverse"]).replace("|", ", ")
    mark = f" (reversed: {reversed_here})" if reversed_here else ""
    made_of = as_text(named["items"]).replace("|", ", ") + mark
    goes_into = as_text(named["scales"]).replace("|", ", ") + (" (reversed)" if mark else "")
    return {**named, "made_of": made_of, "goes_into": goes_into}


def _clinics(request: HttpRequest) -> QuerySet[Clinic]:
    return request.user.clinics_as(RESEARCHER)


def _export(request: HttpRequest, public_id: UUID) -> Export:
    mine = Export.objects.visible_to(request.user).select_related("clinic", "asked_by")
    return get_object_or_404(mine, public_id=public_id)


def _confirm_url(one: Export) -> str:
    back = reverse("research:export", args=[one.public_id])
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
