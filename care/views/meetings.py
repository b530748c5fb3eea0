"""Meetings: what was held and who came. The list of the last ones, and a form for the next."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms.base import refuse
from care.forms.meetings import MeetingForm
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, show
from kernel.clock import local_date
from kernel.errors import BadInput, DomainError
from kernel.ids import parse_uuid
from people.models import Clinic, Participant, User
from sessions.models import Attendance, Meeting
from sessions.services import record_meeting, take_back_attendance

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def meetings(request: HttpRequest) -> HttpResponse:
    """One clinic's; whoever works at several chooses which."""
    now = timezone.now()
    clinics = request.user.clinics_as(CLINICIAN, COORDINATOR).order_by("name", "pk")
    wanted = parse_uuid(request.POST.get("clinic") or request.GET.get("clinic"))
    clinic = get_object_or_404(clinics, public_id=wanted) if wanted else clinics[0]
    mothers = _mothers(request.user, clinic)
    kind = request.POST.get("do", "")
    form = MeetingForm(
        request.POST if kind == "record" else None,
        mothers=mothers,
        today=local_date(now, clinic.zone),
    )
    if request.method == "POST" and _done(request, clinic, kind, form, now):
        return redirect(f"{reverse('care:meetings')}?clinic={clinic.public_id}")
    held = _held(request.user, clinic)
    came = [one.participant for meeting in held for one in meeting.came]
    note_read(request, "listed", {one.public_id for one in [*mothers, *came]})
    return show(
        request,
        "meetings",
        section="meetings",
        clinic=clinic,
        clinics=clinics,
        form=form,
        mothers=mothers,
        held=held,
    )


def _mothers(user: User, clinic: Clinic) -> list[Participant]:
    found = Participant.objects.organised_by(user).filter(clinic=clinic)
    return sorted(found.select_related("identity"), key=lambda one: one.identity.name.lower())


def _held(user: User, clinic: Clinic) -> list[Meeting]:
    """The last ones, with those who came whom this person may know of."""
    came = Attendance.objects.visible_to(user).standing().select_related("participant__identity")
    rows = Meeting.objects.filter(clinic=clinic, pk__in=came.values("meeting")).order_by(
        "-held_on", "-pk"
    )
    rows = rows.prefetch_related(Prefetch("attendances", queryset=came, to_attr="came"))
    return list(rows[:SHOWN])


def _done(
    request: HttpRequest, clinic: Clinic, kind: str, form: MeetingForm, now: datetime
) -> bool:
    """Carry out what was asked; a refusal stays in its form."""
    if kind == "take_back":
        mine = Attendance.objects.visible_to(request.user).filter(meeting__clinic=clinic)
        number = request.POST.get("attendance", "")
        whole = number.isascii() and number.isdecimal() and len(number) < 19
        take_back_attendance(attendance=get_object_or_404(mine, pk=number if whole else 0), now=now)
        messages.success(request, "Taken back: she was not there.")
        return True
    if kind != "record":
        raise BadInput("There is no such button. Open the page again.", field="do")
    if not form.is_valid():
        return False
    told = form.cleaned_data
    try:
        record_meeting(
            clinic=clinic,
            held_on=told["held_on"],
            form=told["form"],
            topic=told["topic"],
            mothers=form.came(),
            by=request.user,
            now=now,
            key=told["once"],
        )
    except DomainError as error:
        refuse(form, error)
        return False
    messages.success(request, "Recorded.")
    return True
