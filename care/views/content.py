"""Content: what may be given here, and who approved it. An admin decides, everybody reads."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.content import is_draft, offers_at
from care.forms.base import refuse
from care.forms.content import AloneForm, ApproveForm
from care.views.page import ADMIN, CLINICIAN, COORDINATOR, for_roles, show
from catalog.models import ContentVersion
from catalog.services import released
from kernel.clock import local_date
from kernel.errors import BadInput, DomainError, NotAllowed
from kernel.ids import parse_uuid
from people.models import Clinic
from people.services import approvals_of, approve_content, end_approval, set_self_guided


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ADMIN, CLINICIAN, COORDINATOR)
def content(request: HttpRequest) -> HttpResponse:
    """One clinic's; whoever works at several chooses which."""
    clinics = request.user.clinics_as(ADMIN, CLINICIAN, COORDINATOR).order_by("name", "pk")
    wanted = parse_uuid(request.POST.get("clinic") or request.GET.get("clinic"))
    clinic = get_object_or_404(clinics, public_id=wanted) if wanted else clinics[0]
    changes = request.user.clinics_as(ADMIN).filter(pk=clinic.pk).exists()
    if request.method == "POST" and not changes:
        raise NotAllowed("Only the clinic’s admin changes this. Ask them.")
    kind = request.POST.get("do", "")
    bound = _bound(request, clinic, kind)
    if request.method == "POST" and _done(request, clinic, kind, bound):
        return redirect(f"{reverse('care:content')}?clinic={clinic.public_id}")
    clinic.refresh_from_db()
    today = local_date(timezone.now(), clinic.zone)
    shown = []
    for offer in offers_at(clinic):
        draft = is_draft(offer.version, today=today)
        fresh = ApproveForm(alone=bool(clinic.self_guided_by), is_draft=draft)
        sent = kind == "approve" and request.POST.get("code") == offer.version.code
        shown.append((offer, draft, bound if sent and bound else fresh))
    return show(
        request,
        "content",
        section="content",
        clinic=clinic,
        clinics=clinics,
        changes=changes,
        composes=request.user.has_role(ADMIN) or request.user.has_role(CLINICIAN),
        offers=shown,
        alone=bound if kind == "alone" and bound else AloneForm(),
    )


def _bound(request: HttpRequest, clinic: Clinic, kind: str) -> forms.Form | None:
    if kind == "approve":
        draft = is_draft(_version(request), today=local_date(timezone.now(), clinic.zone))
        return ApproveForm(request.POST, alone=bool(clinic.self_guided_by), is_draft=draft)
    return AloneForm(request.POST) if kind == "alone" else None


def _version(request: HttpRequest) -> ContentVersion:
    """The version that stood on the page; BadInput when there is none."""
    code, version = request.POST.get("code", ""), request.POST.get("version", "")
    if "\0" in code + version:
        raise BadInput("There is no such version. Open the page again.", field="version")
    return released("curriculum", code, version)


def _done(request: HttpRequest, clinic: Clinic, kind: str, form: forms.Form | None) -> bool:
    """Carry out what was asked; a refusal stays in its form."""
    if kind not in ACTIONS:
        raise BadInput("There is no such button. Open the page again.", field="do")
    if form is not None and not form.is_valid():
        return False
    try:
        messages.success(request, ACTIONS[kind](request, clinic, form))
    except DomainError as error:
        if form is None:
            raise
        refuse(form, error)
        return False
    return True


def _approve(request: HttpRequest, clinic: Clinic, form: forms.Form) -> str:
    version, now = _version(request), timezone.now()
    approve_content(
        clinic=clinic,
        content_version=version,
        deliveries=form.cleaned_data["deliveries"],
        is_draft=is_draft(version, today=local_date(now, clinic.zone)),
        knew_draft=form.cleaned_data.get("knew_draft", False),
        by=request.user,
        now=now,
    )
    return f"Approved: {version.code}@{version.version}."


def _end(request: HttpRequest, clinic: Clinic, form: forms.Form | None) -> str:
    held = get_object_or_404(
        approvals_of(clinic), public_id=parse_uuid(request.POST.get("approval"))
    )
    end_approval(approval=held, by=request.user, now=timezone.now())
    return "Ended. Nobody is newly given it this way; courses that began go on."


def _alone(request: HttpRequest, clinic: Clinic, form: forms.Form) -> str:
    lead, now = form.cleaned_data["lead"], timezone.now()
    set_self_guided(clinic=clinic, lead=lead, by=request.user, now=now)
    return "Turned on. Approve each curriculum for it as well."


def _with_others(request: HttpRequest, clinic: Clinic, form: forms.Form | None) -> str:
    set_self_guided(clinic=clinic, lead="", by=request.user, now=timezone.now())
    return "Turned off. Courses that began go on."


ACTIONS: dict[str, Callable] = {
    "approve": _approve,
    "end": _end,
    "alone": _alone,
    "with_others": _with_others,
}
