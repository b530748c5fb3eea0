"""Holding, resuming and releasing: the course, one session, one part of it; taking up again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from care.views.page import CLINICIAN, COORDINATOR, for_roles, organised
from kernel.errors import BadInput, DomainError, NotAllowed
from kernel.ids import parse_uuid
from pathway.services import take_up_again
from people.models import Participant
from sessions.models import AssignedSession, Course
from sessions.services import (
    hold_course,
    hold_session,
    release_session,
    release_step,
    resume_course,
    resume_session,
    withhold_step,
)


@require_POST
@for_roles(CLINICIAN, COORDINATOR)
def holding(request: HttpRequest, mother: UUID) -> HttpResponse:
    """One of a few buttons; the page comes back and says what happened."""
    found = organised(request.user, mother)
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        raise BadInput("There is no such button. Open her page again.", field="do")
    try:
        said = action(found, request)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("care:mother", found.public_id)


def _hold_course(found: Participant, request: HttpRequest) -> str:
    hold_course(course=_course(found), now=timezone.now())
    return "On hold. Nothing new opens and no session is due until you resume."


def _resume_course(found: Participant, request: HttpRequest) -> str:
    resume_course(course=_course(found))
    return "Resumed. It goes on where she stood."


def _hold_session(found: Participant, request: HttpRequest) -> str:
    hold_session(assigned=_session(found, request), now=timezone.now())
    return "That session stays shut until you let it open."


def _resume_session(found: Participant, request: HttpRequest) -> str:
    resume_session(assigned=_session(found, request))
    return "That session opens on its day again."


def _release(found: Participant, request: HttpRequest) -> str:
    release_session(assigned=_session(found, request), by=request.user, now=timezone.now())
    return "That session is open to her now."


def _release_step(found: Participant, request: HttpRequest) -> str:
    _refuse_coordinator(found, request)
    release_step(
        assigned=_session(found, request),
        step_code=request.POST.get("step", ""),
        by=request.user,
        now=timezone.now(),
    )
    return "That part is open to her now."


def _withhold_step(found: Participant, request: HttpRequest) -> str:
    _refuse_coordinator(found, request)
    withhold_step(
        assigned=_session(found, request),
        step_code=request.POST.get("step", ""),
        now=timezone.now(),
    )
    return "That part waits again. What she did of it stays."


def _take_up(found: Participant, request: HttpRequest) -> str:
    take_up_again(participant=found, by=request.user)
    return "She takes part again. Pair a phone with her; nothing is assigned yet."


def _refuse_coordinator(found: Participant, request: HttpRequest) -> None:
    """What may stir things up is opened by who cares for her."""
    if not Participant.objects.clinical_for(request.user).filter(pk=found.pk).exists():
        raise NotAllowed("Only a clinician who cares for her opens this part.")


ACTIONS: dict[str, Callable[[Participant, HttpRequest], str]] = {
    "hold_course": _hold_course,
    "resume_course": _resume_course,
    "hold_session": _hold_session,
    "resume_session": _resume_session,
    "release": _release,
    "release_step": _release_step,
    "withhold_step": _withhold_step,
    "take_up": _take_up,
}


def _course(found: Participant) -> Course:
    return get_object_or_404(Course, participant=found, finished_at=None)


def _session(found: Participant, request: HttpRequest) -> AssignedSession:
    mine = AssignedSession.objects.filter(course__participant=found)
    return get_object_or_404(mine, public_id=parse_uuid(request.POST.get("session")))
