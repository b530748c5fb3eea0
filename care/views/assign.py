"""Assigning a curriculum and a check-in, with the days it would make shown first."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import AssignForm, refuse
from care.plan import (
    Option,
    batteries_for,
    check_in_windows,
    curricula_for,
    session_days,
    unready,
)
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from catalog.models import ContentVersion
from kernel.clock import local_date, zone_of
from kernel.errors import DomainError
from measures.services import is_tender
from pathway.services import assign, check_start
from people.models import Delivery, Participant
from schedule.models import Rule


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def assignment(request: HttpRequest, mother: UUID) -> HttpResponse:
    """“Show the days” changes nothing; “Assign” does all of it or none."""
    found, now = organised(request.user, mother), timezone.now()
    curricula, batteries = curricula_for(found, now=now), batteries_for(found, now=now)
    today = local_date(now, found.zone)
    form = _form(request, curricula, batteries, today=today, tender=is_tender(found, now=now))
    if form.is_bound and form.is_valid() and _possible(form, today) and "assign" in request.POST:
        try:
            assign(
                participant=found,
                curriculum=_version(curricula, form.cleaned_data["curriculum"]),
                battery=_version(batteries, form.cleaned_data["battery"]),
                starts_on=form.cleaned_data["starts_on"],
                delivery=form.cleaned_data.get("delivery") or Delivery.COMPANION,
                asked_after_loss=form.cleaned_data.get("asked_after_loss", False),
                by=request.user,
                now=now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _said(found, now))
            return redirect("care:mother", found.public_id)
    note_read(request, "opened", [found.public_id])
    return show(
        request,
        "assign",
        section="caseload",
        mother=found,
        form=form,
        curricula=curricula,
        batteries=batteries,
        can_assign=bool(_codes(curricula) or _codes(batteries)),
        unready=unready(found, now=now),
        sees_safety=request.user.has_role(CLINICIAN),
        **_preview(form, found, curricula, batteries),
    )


def _said(mother: Participant, now: datetime) -> str:
    """When the first of it opens to her, on her own clock."""
    pending = mother.occurrences.pending().select_related("rule")
    first = pending.order_by("opens_at", "-rule__kind").first()
    if first is None:
        return "Assigned."
    what = "session" if first.rule.kind == Rule.Kind.SESSION else "check-in"
    if first.opens_at <= now:
        return f"Assigned. The first {what} is open to her now."
    hers = first.opens_at.astimezone(zone_of(mother.zone))
    when = f"{hers:%a} {hers.day} {hers:%b, %H:%M}"
    return f"Assigned. The first {what} opens {when} where she lives."


def _form(
    request: HttpRequest,
    curricula: list[Option],
    batteries: list[Option],
    *,
    today: date,
    tender: bool,
) -> AssignForm:
    """What was sent; before that, the first of each that can be given, from today."""
    initial = {
        "curriculum": next(iter(_codes(curricula)), ""),
        "battery": next(iter(_codes(batteries)), ""),
        "starts_on": today,
        "delivery": Delivery.COMPANION,
    }
    deliveries = [how for one in curricula if not one.why_not for how in one.deliveries]
    return AssignForm(
        request.POST if request.method == "POST" else None,
        curricula=_codes(curricula),
        batteries=_codes(batteries),
        deliveries=deliveries,
        tender=tender,
        initial=initial,
    )


def _possible(form: AssignForm, today: date) -> bool:
    """Whether days can be shown at all for the day that was chosen."""
    try:
        check_start(form.cleaned_data["starts_on"], today)
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def _preview(
    form: AssignForm, mother: Participant, curricula: list[Option], batteries: list[Option]
) -> dict[str, object]:
    """The days for what is chosen now (or would be, by default)."""
    values = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    if form.is_bound and form.errors:
        return {"sessions": [], "check_ins": []}
    starts_on = values["starts_on"]
    curriculum = _version(curricula, values["curriculum"])
    battery = _version(batteries, values["battery"])
    return {
        "sessions": session_days(curriculum.content, starts_on) if curriculum else [],
        "check_ins": check_in_windows(battery.content, mother, starts_on) if battery else [],
    }


def _codes(options: list[Option]) -> list[str]:
    return [one.code for one in options if not one.why_not]


def _chosen(options: list[Option], code: str) -> Option:
    return next(one for one in options if one.code == code)


def _version(options: list[Option], code: str) -> ContentVersion | None:
    return _chosen(options, code).version if code else None
