"""Her pregnancies and children: recorded, corrected, with what was there before."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import BirthForm, OutcomeForm, PlaceForm, refuse
from care.history import history_of
from care.mother import where_now
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from care.where import LOSSES
from kernel.clock import local_date
from kernel.errors import DomainError
from kernel.ids import parse_uuid
from pathway.services import record_birth_of, record_outcome, record_place
from people.models import Infant, Participant, Pregnancy
from people.services import set_addressed

NO_BABY_TALK = Participant.Addressed.NO_BABY_TALK


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def status(request: HttpRequest, mother: UUID) -> HttpResponse:
    """Three small forms. The one that was sent is the one that answers."""
    found, now = organised(request.user, mother), timezone.now()
    pregnancy = found.pregnancies.order_by("recorded_at", "pk").last()
    if pregnancy is None:
        return redirect("care:mother", found.public_id)
    if request.POST.get("do") == NO_BABY_TALK:
        set_addressed(participant=found, addressed=NO_BABY_TALK)
        messages.success(request, "No baby talk from now on. She can change it on her phone.")
        return redirect("care:status", found.public_id)
    bound = _bound(request, found, pregnancy)
    if bound is not None and bound.is_valid() and _done(request, bound, pregnancy):
        messages.success(request, "Recorded. What was there before is kept below.")
        return redirect("care:status", found.public_id)
    note_read(request, "opened", [found.public_id])
    today = local_date(now, found.zone)
    infants = list(pregnancy.infants.order_by("born_on", "pk"))
    return show(
        request,
        "status",
        section="caseload",
        mother=found,
        where=where_now(found, now=now),
        outcome=bound if isinstance(bound, OutcomeForm) else _outcome_form(pregnancy),
        birth=bound
        if isinstance(bound, BirthForm)
        else BirthForm(initial={"born_on": today}, auto_id="birth-%s"),
        places=[(row, _place_form(row, bound)) for row in infants],
        lost=pregnancy.outcome in LOSSES,
        history=history_of(found),
    )


def _bound(
    request: HttpRequest, found: Participant, pregnancy: Pregnancy
) -> OutcomeForm | BirthForm | PlaceForm | None:
    """The form that was sent, or None."""
    kind = request.POST.get("do")
    if kind == "outcome":
        return OutcomeForm(request.POST, auto_id="outcome-%s")
    if kind == "birth":
        return BirthForm(request.POST, auto_id="birth-%s")
    if kind == "place":
        infant = get_object_or_404(
            Infant, pregnancy=pregnancy, public_id=parse_uuid(request.POST.get("infant"))
        )
        return PlaceForm(request.POST, infant=infant)
    return None


def _done(request: HttpRequest, form: forms.Form, pregnancy: Pregnancy) -> bool:
    """Carry it out; a refusal goes back into the form."""
    by, now, data = request.user, timezone.now(), form.cleaned_data
    try:
        if isinstance(form, OutcomeForm):
            record_outcome(pregnancy=pregnancy, by=by, now=now, **data)
        elif isinstance(form, BirthForm):
            record_birth_of(pregnancy=pregnancy, by=by, now=now, **data)
        elif isinstance(form, PlaceForm):
            record_place(infant=form.infant, now=now, **data)
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def _place_form(infant: Infant, bound: forms.Form | None) -> PlaceForm:
    if isinstance(bound, PlaceForm) and bound.infant == infant:
        return bound
    return PlaceForm(infant=infant)


def _outcome_form(pregnancy: Pregnancy) -> OutcomeForm:
    return OutcomeForm(initial=vars(pregnancy), auto_id="outcome-%s")
