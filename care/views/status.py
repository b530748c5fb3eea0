"""Pregnancy and children: what holds, what can be recorded, what was, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import AddressedForm
from care.history import history_of
from care.mother import where_now
from care.state import came_home, carried_by, latest_of
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from kernel.errors import BadInput, DomainError
from kernel.ids import parse_uuid
from pathway.services import end_pause, undo
from people.models import Participant
from people.services import set_addressed, stay_of
from schedule.services import pause_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def status(request: HttpRequest, mother: UUID) -> HttpResponse:
    """The page; its own buttons are undo, start again and how she is spoken to."""
    found, now = organised(request.user, mother), timezone.now()
    spoken = AddressedForm(initial={"addressed": found.addressed})
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("do", ""))
        if action is None:
            raise BadInput("There is no such button. Open her page again.", field="do")
        try:
            messages.success(request, action(found, request))
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("care:status", found.public_id)
    note_read(request, "opened", [found.public_id])
    stay = stay_of(found)
    return show(
        request,
        "status",
        section="caseload",
        mother=found,
        where=where_now(found, now=now),
        carried=carried_by(found),
        stay=stay,
        came_home=came_home(found, stay),
        pause=pause_of(found),
        latest=latest_of(found, now=now),
        spoken=spoken,
        history=history_of(found, clinical=_reads_answers(request, found)),
    )


def _reads_answers(request: HttpRequest, found: Participant) -> bool:
    return Participant.objects.clinical_for(request.user).filter(pk=found.pk).exists()


def _undo(found: Participant, request: HttpRequest) -> str:
    change = get_object_or_404(found.changes, public_id=parse_uuid(request.POST.get("change")))
    undo(change=change, by=request.user, now=timezone.now())
    return f"Undone: {change.get_kind_display().lower()}. Everything stands as it did before."


def _end_pause(found: Participant, request: HttpRequest) -> str:
    end_pause(participant=found, by=request.user, now=timezone.now())
    return "Started again. What comes from now on is due to her; what is past stays past."


def _addressed(found: Participant, request: HttpRequest) -> str:
    form = AddressedForm(request.POST)
    if not form.is_valid():
        raise BadInput("Mark how she wants to be spoken to.", field="addressed")
    set_addressed(participant=found, addressed=form.cleaned_data["addressed"])
    return "Her phone speaks to her so from now on. She can change it there."


ACTIONS = {"undo": _undo, "end_pause": _end_pause, "addressed": _addressed}
