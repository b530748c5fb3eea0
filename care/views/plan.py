"""Her safety plan: read where she shares it, written with her, never over her words."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import PlanPartForm, refuse
from care.safety_plan import ASKED, parts_of
from care.views.page import CLINICIAN, for_roles, note_read, read_by, show
from kernel.errors import BadInput, DomainError
from people.models import Participant
from safety.services import plan_of, save_part


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN)
def plan(request: HttpRequest, mother: UUID) -> HttpResponse:
    """Six small forms; one is sent at a time. A plan she keeps to herself is not shown at all."""
    found = read_by(request.user, mother)
    sent = None
    if request.method == "POST":
        part = request.POST.get("part", "")
        if part not in ASKED:
            raise BadInput("There is no such part of the plan. Open her page again.", field="part")
        form = PlanPartForm(request.POST, auto_id=f"{part}-%s")
        if form.is_valid() and _kept(request, found, part, form):
            messages.success(request, f"Kept: {ASKED[part][0].lower()}.")
            return redirect("care:plan", found.public_id)
        sent = (part, form)
    # Read once, after whatever was sent: she may have taken it to herself in the meantime.
    hers = plan_of(found)
    alone = bool(hers.pk and not hers.shared)
    note_read(request, "opened", [found.public_id])
    rows = [] if alone else [(part, _form(part.code, part.words, sent)) for part in parts_of(hers)]
    return show(
        request,
        "plan",
        section="caseload",
        mother=found,
        plan=hers,
        alone=alone,
        rows=rows,
        sent=sent[0] if sent else "",
    )


def _kept(request: HttpRequest, found: Participant, part: str, form: PlanPartForm) -> bool:
    try:
        save_part(
            participant=found,
            part=part,
            by=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def _form(code: str, words: str, sent: tuple[str, PlanPartForm] | None) -> PlanPartForm:
    """The form that was sent keeps what was typed; the others hold what stands."""
    if sent is not None and sent[0] == code:
        return sent[1]
    return PlanPartForm(initial={"words": words}, auto_id=f"{code}-%s")
