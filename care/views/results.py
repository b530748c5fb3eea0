"""Results from elsewhere: type one in, read what holds, take a slip back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from care.forms.results import ResultForm
from care.results import as_shown
from care.views.page import CLINICIAN, for_roles, note_read, read_by, show
from catalog.models import ContentVersion
from kernel.clock import local_date
from kernel.errors import BadInput, DomainError
from measures.services.results import (
    record_result,
    results_of,
    results_offered,
    take_back_result,
)
from people.models import Participant


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN)
def results(request: HttpRequest, mother: UUID) -> HttpResponse:
    """One form at a time: that of the questionnaire chosen in the address."""
    found, now = read_by(request.user, mother), timezone.now()
    offered = {row.code: row for row in results_offered()}
    chosen = offered.get(request.POST.get("of") or request.GET.get("of", ""))
    form = _blank(chosen, local_date(now, found.zone)) if chosen else None
    if request.method == "POST":
        answer = _sent(request, found, chosen)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    note_read(request, "opened", [found.public_id])
    return show(
        request,
        "results",
        section="caseload",
        mother=found,
        offered=[(row.code, row.content.title("en")) for row in offered.values()],
        chosen=chosen,
        form=form,
        results=[as_shown(one) for one in results_of(found)],
    )


def _sent(
    request: HttpRequest, found: Participant, chosen: ContentVersion | None
) -> HttpResponse | ResultForm:
    """What was asked for, done; or the form again with what was typed in it."""
    do = request.POST.get("do", "")
    if do == "take_back":
        return _taken_back(request, found)
    if do != "record" or chosen is None:
        raise BadInput("There is no such button. Open her page again.", field="do")
    form = ResultForm(request.POST, instrument=chosen.content)
    if not form.is_valid():
        return form
    try:
        record_result(
            participant=found,
            instrument=chosen,
            said=form.said,
            on=form.cleaned_data["on"],
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return form
    messages.success(request, "Recorded.")
    return redirect(_page(found, chosen.code))


def _taken_back(request: HttpRequest, found: Participant) -> HttpResponse:
    code, on = request.POST.get("of", ""), _day(request.POST.get("on", ""))
    try:
        take_back_result(participant=found, code=code, on=on, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Taken back. It stays in what was recorded.")
    return redirect(_page(found, code))


def _day(typed: str) -> date:
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None:
        raise BadInput("There is no such day. Open her page again.", field="on")
    return day


def _blank(chosen: ContentVersion, today: date) -> ResultForm:
    return ResultForm(instrument=chosen.content, initial={"on": today})


def _page(found: Participant, code: str) -> str:
    offered = {row.code for row in results_offered()}
    query = f"?of={code}" if code in offered else ""
    return reverse("care:results", args=[found.public_id]) + query
