"""Her medicine: what she has, days without it, naloxone. It is treatment, and written as such."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import (
    EventBackForm,
    EventForm,
    MedicineForm,
    NaloxoneForm,
    TakeBackForm,
    WithoutForm,
    refuse,
)
from care.medicine import EVENTS, medicine_page_of
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from kernel.clock import local_date
from kernel.errors import BadInput, DomainError
from pathway.services import report_gap, report_medication, take_back_report, undo_gap
from people.models import MedicationStatus, Participant
from people.services import naloxone_of, set_naloxone
from safety.services import standing_gaps

# Said after whatever brings her the card.
CARD = "Recorded. She gets the card about what her body may have forgotten, and naloxone."

FORMS: dict[str, type[forms.Form]] = {
    "change": MedicineForm,
    "without": WithoutForm,
    "naloxone": NaloxoneForm,
    "take_back": TakeBackForm,
    "event": EventForm,
    "event_back": EventBackForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def medicine(request: HttpRequest, mother: UUID) -> HttpResponse:
    """Small forms, the periods and the events. The form that was sent is the one that answers."""
    found, now = organised(request.user, mother), timezone.now()
    bound = _bound(request)
    if bound is not None and bound.is_valid():
        try:
            said = _done(request, found, bound)
        except DomainError as error:
            refuse(bound, error)
        else:
            messages.success(request, said)
            return redirect("care:medicine", found.public_id)
    note_read(request, "opened", [found.public_id])
    page = medicine_page_of(found, now=now)
    if isinstance(bound, (TakeBackForm, EventBackForm)):
        messages.error(request, " ".join(bound.non_field_errors()) or "Nothing was taken back.")
    return show(
        request,
        "medicine",
        section="caseload",
        mother=found,
        page=page,
        **_forms(found, bound, page.periods[:1], local_date(now, found.zone)),
    )


def _bound(request: HttpRequest) -> forms.Form | None:
    if request.method != "POST":
        return None
    kind = request.POST.get("do", "")
    if kind not in FORMS:
        raise BadInput("There is no such button. Open her page again.", field="do")
    return FORMS[kind](request.POST, auto_id=f"{kind}-%s")


def _done(request: HttpRequest, found: Participant, form: forms.Form) -> str:
    """Carry it out and say what followed."""
    data, who = form.cleaned_data, {"by": request.user, "now": timezone.now()}
    if isinstance(form, NaloxoneForm):
        set_naloxone(participant=found, **data, **who)
        return "Kept."
    if isinstance(form, TakeBackForm):
        period = get_object_or_404(
            MedicationStatus, participant=found, public_id=data["period"], undone_at=None
        )
        take_back_report(period=period, **who)
        return "Taken back. What stood there before stands again."
    if isinstance(form, EventForm):
        report_gap(participant=found, **data, **who)
        return CARD
    if isinstance(form, EventBackForm):
        mine = standing_gaps(found).filter(kind__in=EVENTS)
        undo_gap(get_object_or_404(mine, public_id=data["gap"]), who["now"], by=who["by"])
        return "Taken back, with the card it brought. What she has read stays read."
    if isinstance(form, WithoutForm):
        data = data | {"state": MedicationStatus.State.PAUSED}
    told = report_medication(participant=found, **data, **who)
    if told.gap is None:
        return "Recorded."
    return CARD


def _forms(found: Participant, bound: forms.Form | None, latest, today) -> dict[str, forms.Form]:
    """All of them, with what holds now in them; the one that was sent keeps what was typed."""
    hand = naloxone_of(found)
    medication = latest[0].medication if latest else MedicationStatus.Medication.UNKNOWN
    shown = {
        "change": MedicineForm(
            initial={"medication": medication, "since": today}, auto_id="change-%s"
        ),
        "without": WithoutForm(auto_id="without-%s"),
        "event": EventForm(initial={"on": today}, auto_id="event-%s"),
        "naloxone": NaloxoneForm(
            initial={"at_hand": hand.at_hand, "where": hand.where} if hand else None,
            auto_id="naloxone-%s",
        ),
    }
    return {name: bound if type(bound) is type(form) else form for name, form in shown.items()}
