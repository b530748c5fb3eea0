"""The calendar of days, filled in together with her: a month, a stretch, and what they come to."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.calendar import (
    POLICIES,
    SAID,
    WINDOW,
    amount_of,
    cells_of,
    figures_of,
    month_days,
    read_cells,
)
from care.forms import refuse
from care.forms.calendar import FiguresForm, StretchForm
from care.views.page import CLINICIAN, for_roles, note_read, read_by, show
from kernel.clock import local_date
from kernel.errors import BadInput, Conflict, DomainError
from measures.models import UseDay
from measures.services.calendar import (
    Day,
    calendar_of,
    newest_row,
    record_days,
    stretch,
    substances,
)
from measures.tlfb import LONGEST, Missing
from people.models import Participant


@dataclass(frozen=True)
class Place:
    """Which month of which substance the page is at."""

    mother: Participant
    substance: str
    first: date
    today: date

    @property
    def days(self) -> list[date]:
        """The days of the month that can be filled in."""
        return month_days(self.first, self.today)

    @property
    def known(self) -> dict[date, Day]:
        """What holds in the month."""
        days = self.days
        window = calendar_of(self.mother, days[0], days[-1]) if days else {}
        return window.get(self.substance, {})

    def address(self, first: date | None = None, substance: str = "") -> str:
        """This page at another month or substance."""
        month, code = first or self.first, substance or self.substance
        page = reverse("care:calendar", args=[self.mother.public_id])
        return f"{page}?substance={code}&month={month:%Y-%m}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN)
def calendar(request: HttpRequest, mother: UUID) -> HttpResponse:
    """Two forms that write, one that asks for figures. What was typed is kept when refused."""
    found = read_by(request.user, mother)
    at = _place(request, found)
    sent: dict[str, Any] = {}
    if request.method == "POST":
        do = {"month": _month, "stretch": _stretch}.get(request.POST.get("do", ""))
        if do is None:
            raise BadInput("There is no such button. Open her page again.", field="do")
        sent = do(request, at)
        if not sent:
            return redirect(at.address())
    note_read(request, "opened", [found.public_id])
    page = {
        "cells": cells_of(at.days, at.known),
        "stretch": StretchForm(auto_id="stretch-%s"),
        **_figures(request, at),
        **_around(at),
        **sent,
    }
    return show(request, "calendar", section="caseload", mother=found, **page)


def _place(request: HttpRequest, found: Participant) -> Place:
    """From the address; what makes no sense there is this month, or the first of the list."""
    asked = request.POST if request.method == "POST" else request.GET
    today, names = local_date(timezone.now(), found.zone), substances()
    if not names:
        raise Conflict("This site’s list of what the calendar asks for is empty.")
    substance = asked.get("substance", "")
    if substance not in names:
        if request.method == "POST":
            raise BadInput("That is not on this site’s list. Open her page again.")
        substance = next(iter(names))
    try:
        first = date.fromisoformat(f"{asked.get('month', '')}-01")
    except ValueError:
        first = today.replace(day=1)
    earliest = (today - timedelta(days=LONGEST)).replace(day=1)
    return Place(found, substance, min(max(first, earliest), today.replace(day=1)), today)


def _month(request: HttpRequest, at: Place) -> dict[str, Any]:
    """Keep the month; what to show when it was refused, or nothing."""
    typed = {name: request.POST[name] for name in request.POST}
    cells, new = read_cells(at.days, at.known, typed)
    wrong = [cell for cell in cells if cell.error]
    if wrong:
        return {"cells": cells, "refused": "Nothing is saved yet: look at the days marked below."}
    try:
        _record(request, at, new)
    except DomainError as error:
        return {"cells": cells, "refused": error.message}
    return {}


def _stretch(request: HttpRequest, at: Place) -> dict[str, Any]:
    form = StretchForm(request.POST, auto_id="stretch-%s")
    if form.is_valid():
        try:
            _record(request, at, _said(form.cleaned_data, at))
        except DomainError as error:
            refuse(form, error)
    return {"stretch": form} if form.errors else {}


def _said(data: dict[str, Any], at: Place) -> dict[date, Day]:
    """Each day of the stretch, without those something is said of unless that was wanted."""
    period = UseDay.Period.ESTIMATED if data["estimated"] else UseDay.Period.DETAILED
    said = Day(SAID[data["said"]], amount_of(data["amount"]), period)
    days = stretch(data["since"], data["until"], said)
    known = calendar_of(at.mother, min(days), max(days)).get(at.substance, {})
    return {day: said for day in days if data["over"] or day not in known}


def _record(request: HttpRequest, at: Place, days: dict[date, Day]) -> None:
    seen = request.POST.get("seen", "")
    made = record_days(
        participant=at.mother,
        substance=at.substance,
        days=days,
        seen=int(seen) if seen.isascii() and seen.isdecimal() else 0,
        by=request.user,
        now=timezone.now(),
    )
    plural = "" if made == 1 else "s"
    messages.success(request, f"Saved: {made} day{plural}." if made else "Nothing new to save.")


def _figures(request: HttpRequest, at: Place) -> dict[str, Any]:
    """The figures asked for in the address, or those of the last four weeks."""
    usual = {"since": at.today - timedelta(days=WINDOW - 1), "until": at.today,
             "missing": Missing.LEFT_OUT.value}  # fmt: skip
    form = FiguresForm(
        request.GET if "missing" in request.GET else None, initial=usual, auto_id="figures-%s"
    )
    data = form.cleaned_data if form.is_bound and form.is_valid() else usual
    window = {"since": data["since"], "until": data["until"], "missing": Missing(data["missing"])}
    try:
        rows = [] if form.errors else figures_of(at.mother, **window)
    except BadInput as error:
        refuse(form, error)
        rows = []
    return {"asked": form, "rows": rows, "window": window, "policy": POLICIES[window["missing"]]}


def _around(at: Place) -> dict[str, Any]:
    """The ways to other months and substances."""
    before, after = at.first - timedelta(days=1), at.first + timedelta(days=31)
    earliest = at.today - timedelta(days=LONGEST)
    return {
        "at": at,
        "seen": newest_row(at.mother),
        "title": substances()[at.substance],
        "substances": [
            (name, at.address(substance=code), code == at.substance)
            for code, name in substances().items()
        ],
        "before": at.address(before) if before >= earliest else "",
        "after": at.address(after) if after.replace(day=1) <= at.today else "",
    }
