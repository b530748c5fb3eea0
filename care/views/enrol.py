"""Enrolling a mother."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import EnrolForm, refuse
from care.views.page import CLINICIAN, COORDINATOR, for_roles, show
from kernel.errors import DomainError
from pathway.services import enrol


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def enrol_mother(request: HttpRequest) -> HttpResponse:
    """One form; what was typed right is kept when something must change."""
    clinics = request.user.clinics_as(CLINICIAN, COORDINATOR).order_by("name")
    form = EnrolForm(request.POST if request.method == "POST" else None, clinics=clinics)
    if request.method == "POST" and form.is_valid():
        try:
            mother = enrol(
                clinic=form.cleaned_data["clinic"],
                mother=form.mother(),
                by=request.user,
                now=timezone.now(),
                confirmed=form.cleaned_data["confirmed"],
                once=form.cleaned_data["once"],
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, "She is enrolled. Next: pair her phone, then assign.")
            return redirect("care:mother", mother.public_id)
    return show(request, "enrol", section="enrol", form=form, one_clinic=len(clinics) == 1)
