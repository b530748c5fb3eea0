"""What every page of this face does: who may open it, its frame, its note in the audit."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from audit.services import record_read
from care.listed import waiting_for
from kernel.errors import NotAllowed
from people.models import Membership, Participant, User
from safety.services import is_ready

CLINICIAN = Membership.Role.CLINICIAN
COORDINATOR = Membership.Role.COORDINATOR
ADMIN = Membership.Role.CLINIC_ADMIN

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_roles(*roles: str) -> Callable[[View], View]:
    """Only staff who hold one of `roles` somewhere. Whose rows they see is the queryset's rule."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.has_role(*roles):
                names = " or ".join(Membership.Role(role).label.lower() for role in roles)
                raise NotAllowed(f"This page is for the role {names}. Ask your clinic’s admin.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def show(
    request: HttpRequest, template: str, *, section: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render inside the frame: which menu entry is lit, how many concerns wait, how many unseen."""
    now = timezone.now()
    waiting = waiting_for(request.user, now=now)
    frame = {
        "section": section,
        "open_concerns": waiting.open,
        "unseen_concerns": len(waiting.unseen),
        "unready": [
            clinic for clinic in request.user.clinics_as(ADMIN) if not is_ready(clinic, now=now)
        ],
        "now": now,
    }
    return render(request, f"care/{template}.html", {**frame, **context}, status=status)


def organised(user: User, public_id: UUID) -> Participant:
    """The mother, when this person may invite and assign for her; otherwise there is none (404)."""
    mothers = Participant.objects.organised_by(user).select_related("clinic", "identity")
    return get_object_or_404(mothers, public_id=public_id)


def read_by(user: User, public_id: UUID) -> Participant:
    """The mother, when this person may read her answers; otherwise there is none (404)."""
    mothers = Participant.objects.clinical_for(user).select_related("clinic", "identity")
    return get_object_or_404(mothers, public_id=public_id)


def note_read(
    request: HttpRequest, kind: str, ids: Iterable[UUID], *, model: str = "people.Participant"
) -> None:
    """One row in the audit: this person saw these."""
    match = request.resolver_match
    record_read(
        actor=request.user.actor,
        kind=kind,
        model=model,
        ids=ids,
        where=match.view_name if match else request.path[:80],
        now=timezone.now(),
    )
