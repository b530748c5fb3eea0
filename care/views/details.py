"""Her name, how she is reached, and where she lives now."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import DetailsForm, refuse
from care.mother import where_now
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from kernel.errors import DomainError
from pathway.services import change_details


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def details(request: HttpRequest, mother: UUID) -> HttpResponse:
    """The form shows her contact details, so opening it is noted as that."""
    found = organised(request.user, mother)
    identity = found.identity
    now = {
        "name": identity.name,
        "email": identity.email,
        "phone": identity.phone,
        "zone": found.zone,
    }
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_bound and form.is_valid():
        try:
            moved = change_details(participant=found, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _said(moved))
            return redirect("care:mother", found.public_id)
    note_read(request, "unmasked", [found.public_id])
    where = where_now(found, now=timezone.now())
    return show(request, "details", section="caseload", mother=found, form=form, where=where)


def _said(moved: int) -> str:
    return f"Kept. Planned things that follow her new clock: {moved}." if moved else "Kept."
