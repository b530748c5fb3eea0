"""Batteries of this site: what is asked together, with the minutes as she would meet them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms.base import refuse
from care.forms.batteries import BatteryForm
from care.plan import when_asked
from care.views.page import ADMIN, CLINICIAN, for_roles, show
from catalog.models import ContentVersion
from catalog.types import Instrument
from kernel.errors import DomainError
from measures.burden import minutes, seconds_of
from measures.services.budgeting import cost_of, item_seconds
from measures.services.composing import (
    askable,
    built,
    compose_battery,
    composed,
    fits_schema,
    why_not,
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ADMIN, CLINICIAN)
def batteries(request: HttpRequest) -> HttpResponse:
    """“Count the minutes” keeps nothing; “Keep” is refused over the budget, saying what goes."""
    offered = askable()
    form = BatteryForm(request.POST if request.method == "POST" else None, offered=offered)
    counted = None
    if form.is_bound and form.is_valid():
        raw = form.raw()
        against = why_not(raw)
        if "keep" in request.POST and not against:
            try:
                kept = compose_battery(raw=raw, now=timezone.now())
            except DomainError as error:
                refuse(form, error)
            else:
                messages.success(request, f"Kept as {kept.code}, version {kept.version}.")
                return redirect("care:batteries")
        for line in against:
            form.add_error(None, line)
        counted = cost_of(built(raw)) if fits_schema(raw) else None
    return show(
        request,
        "batteries",
        section="content",
        form=form,
        offered=_offered(form, offered),
        counted=counted,
        taken=minutes(sum(one.seconds for one in counted)) if counted else 0,
        kept=[
            (row, row.content.title("en"), when_asked(row.content.rule), _minutes_of(row))
            for row in composed()
        ],
    )


def _offered(form: BatteryForm, offered: list[Instrument]) -> list[tuple[Instrument, int, bool]]:
    """Each questionnaire with its seconds, and whether it was ticked."""
    ticked = form["instruments"].value() or []
    seconds = item_seconds()
    return [(one, seconds_of(one.items, seconds), one.code in ticked) for one in offered]


def _minutes_of(row: ContentVersion) -> int:
    return minutes(sum(one.seconds for one in cost_of(row.content)))
