"""Safety: who answers, when, under which protocol. An admin states it; clinicians read it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from care.forms.base import refuse
from care.forms.safety import (
    ClosedDayForm,
    ConcernEmailForm,
    DutyForm,
    HoursForm,
    JurisdictionForm,
    LineForm,
    ProtocolForm,
)
from care.safety import (
    closed_days,
    jurisdictions,
    lines_at,
    measures_of,
    on_duty,
    what_she_reads,
)
from care.team import refused_mail
from care.views.page import ADMIN, CLINICIAN, for_roles, show
from kernel.clock import local_date
from kernel.errors import BadInput, DomainError, NotAllowed
from kernel.ids import parse_uuid
from people.models import Clinic
from people.services import set_concern_email, set_jurisdiction
from safety.models import Duty
from safety.services import (
    check_line,
    close_on,
    end_duty,
    hours_of,
    protocol_of,
    put_on_duty,
    readiness,
    reopen,
    set_hours,
    sign_protocol,
)
from schedule.services import count_put_aside


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ADMIN, CLINICIAN)
def safety(request: HttpRequest) -> HttpResponse:
    """One clinic's; whoever works at several chooses which."""
    now = timezone.now()
    clinics = request.user.clinics_as(ADMIN, CLINICIAN).order_by("name", "pk")
    wanted = parse_uuid(request.POST.get("clinic") or request.GET.get("clinic"))
    clinic = get_object_or_404(clinics, public_id=wanted) if wanted else clinics[0]
    changes = request.user.clinics_as(ADMIN).filter(pk=clinic.pk).exists()
    if request.method == "POST" and not changes:
        raise NotAllowed("Only the clinic’s admin changes this. Ask them.")
    kind = request.POST.get("do", "")
    bound = _forms(clinic, request, kind, now)
    if request.method == "POST" and _done(request, clinic, kind, bound.get(kind), now):
        return redirect(f"{reverse('care:safety')}?clinic={clinic.public_id}")
    clinic.refresh_from_db()
    checks = readiness(clinic, now=now)
    return show(
        request,
        "safety",
        section="safety",
        clinic=clinic,
        clinics=clinics,
        changes=changes,
        checks=checks,
        ready=all(check.ok for check in checks),
        duties=on_duty(clinic, now=now),
        closed=closed_days(clinic, now=now),
        protocol=protocol_of(clinic),
        earlier=clinic.protocols.exclude(ended_at=None).order_by("-ended_at")[:5],
        lines=_lines(clinic, request, bound, now),
        moments=what_she_reads(clinic, now=now),
        figures=measures_of(clinic, now=now),
        refused_mail=refused_mail(clinic),
        put_aside=count_put_aside(clinic),
        **{name: form for name, form in bound.items() if name != "line"},
    )


def _forms(clinic: Clinic, request: HttpRequest, kind: str, now: datetime) -> dict[str, forms.Form]:
    """Every form of the page; the one that was sent with what was typed."""
    today = local_date(now, clinic.zone)

    def sent(name: str) -> Any:
        return request.POST if kind == name else None

    return {
        "hours": HoursForm(sent("hours"), week=dict(hours_of(clinic).week)),
        "closing": ClosedDayForm(sent("closing"), today=today),
        "duty": DutyForm(sent("duty"), clinic=clinic),
        "sign": ProtocolForm(sent("sign"), today=today, protocol=protocol_of(clinic)),
        "place": JurisdictionForm(
            sent("place"), codes=jurisdictions(), initial={"jurisdiction": clinic.jurisdiction}
        ),
        "mail": ConcernEmailForm(sent("mail"), initial={"concern_email": clinic.concern_email}),
        "line": LineForm(sent("line"), auto_id=f"id_line_{_line(request)}_%s"),
    }


def _line(request: HttpRequest) -> str:
    """Which line was sent, where it may stand in an id."""
    code = request.POST.get("line", "")
    return code if code.replace("-", "").isalnum() and code.isascii() else "unknown"


def _lines(clinic: Clinic, request: HttpRequest, bound: dict[str, forms.Form], now: datetime):
    """Each line with a form of its own; the one that was sent keeps its words."""
    form = bound["line"]
    return [
        (
            line,
            form
            if form.is_bound and request.POST.get("line") == line.line.code
            else LineForm(
                initial={"line": line.line.code, "number": line.number},
                auto_id=f"id_line_{line.line.code}_%s",
            ),
        )
        for line in lines_at(clinic, now=now)
    ]


def _done(
    request: HttpRequest, clinic: Clinic, kind: str, form: forms.Form | None, now: datetime
) -> bool:
    """Carry out what was asked; a refusal stays in its form, with what was typed."""
    if kind not in ACTIONS:
        raise BadInput("There is no such button. Open the page again.", field="do")
    if form is not None and not form.is_valid():
        return False
    try:
        messages.success(request, ACTIONS[kind](request, clinic, form, now))
    except DomainError as error:
        if form is None:
            raise
        refuse(form, error)
        return False
    missing = [check.text for check in readiness(clinic, now=now) if not check.ok]
    if missing and kind in ("hours", "duty", "end_duty", "place"):
        messages.warning(request, " ".join(["Still missing:", *missing]))
    return True


def _hours(request: HttpRequest, clinic: Clinic, form: HoursForm, now: datetime) -> str:
    set_hours(clinic=clinic, week=form.week())
    return "The hours hold from now on."


def _close_on(request: HttpRequest, clinic: Clinic, form: forms.Form, now: datetime) -> str:
    close_on(clinic=clinic, now=now, **form.cleaned_data)
    return f"Closed on {form.cleaned_data['day']:%d %b %Y}: her screen says so on that day."


def _reopen(request: HttpRequest, clinic: Clinic, form: None, now: datetime) -> str:
    day = _day(request.POST.get("day", ""))
    reopen(clinic=clinic, day=day, now=now)
    return f"On {day:%d %b %Y} the hours of its weekday hold again."


def _day(text: str):
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadInput("Choose the day from the list.", field="day")
    return day


def _on_duty(request: HttpRequest, clinic: Clinic, form: forms.Form, now: datetime) -> str:
    held = put_on_duty(clinic=clinic, now=now, **form.cleaned_data)
    return f"{held.user.name} is {held.get_rung_display().lower()} from now on."


def _end_duty(request: HttpRequest, clinic: Clinic, form: None, now: datetime) -> str:
    mine = Duty.objects.filter(clinic=clinic).select_related("user")
    held = get_object_or_404(mine, public_id=parse_uuid(request.POST.get("duty")))
    end_duty(duty=held, now=now)
    return f"{held.user.name} is not called to concerns any more."


def _sign(request: HttpRequest, clinic: Clinic, form: forms.Form, now: datetime) -> str:
    read = {name: value for name, value in form.cleaned_data.items() if name != "shorter"}
    invented = clinic.is_synthetic
    sign_protocol(clinic=clinic, by=request.user, now=now, invented=invented, **read)
    return "The signed protocol holds from now on."


def _place(request: HttpRequest, clinic: Clinic, form: forms.Form, now: datetime) -> str:
    set_jurisdiction(clinic=clinic, jurisdiction=form.cleaned_data["jurisdiction"])
    return "Rules, notice and help lines are those of that jurisdiction from now on."


def _mail(request: HttpRequest, clinic: Clinic, form: forms.Form, now: datetime) -> str:
    set_concern_email(clinic=clinic, email=form.cleaned_data["concern_email"])
    if not clinic.concern_email:
        return "No shared mailbox is mailed. The people on duty are."
    return "Open concerns are mailed there too from now on."


def _called(request: HttpRequest, clinic: Clinic, form: forms.Form, now: datetime) -> str:
    read = form.cleaned_data
    works = read.pop("works") == "yes"
    check_line(clinic=clinic, works=works, by=request.user, now=now, **read)
    if works:
        return "Noted: it works."
    return "Noted: it does not work. It is not shown to your mothers until a call says otherwise."


ACTIONS: dict[str, Callable[..., str]] = {
    "hours": _hours,
    "closing": _close_on,
    "reopen": _reopen,
    "duty": _on_duty,
    "end_duty": _end_duty,
    "sign": _sign,
    "place": _place,
    "mail": _mail,
    "line": _called,
}
