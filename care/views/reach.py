"""How to reach her without putting her in danger: asked of her, shown before anybody calls."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import ReachForm, refuse
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from kernel.errors import Conflict, DomainError
from people.models import Participant, SafeContact
from people.services import safe_contact_of, set_safe_contact

FIELDS = ("never_know", "may_answer", "hours", "words", "send_home", "send_home_if")
NEWER = (
    "This was changed while you wrote. What stands now is shown below; look at both, then keep "
    "what is right."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def reach(request: HttpRequest, mother: UUID) -> HttpResponse:
    """The form shows what she said, so opening it is noted as that."""
    found = organised(request.user, mother)
    card = safe_contact_of(found)
    seen = request.POST.get("seen", "")
    said = {name: getattr(card, name) for name in FIELDS} | {"seen": _mark(card)}
    form = ReachForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_bound and form.is_valid():
        try:
            _keep(request, found, form, seen=seen)
        except DomainError as error:
            refuse(form, error)
            card = safe_contact_of(found)
        else:
            messages.success(request, "Kept. It stands first when a concern about her is opened.")
            return redirect("care:mother", found.public_id)
    note_read(request, "unmasked", [found.public_id])
    return show(
        request,
        "reach",
        section="caseload",
        mother=found,
        form=form,
        card=card,
        newer=form.is_bound and seen != _mark(card),
        mark=_mark(card),
    )


@transaction.atomic
def _keep(request: HttpRequest, found: Participant, form: ReachForm, *, seen: str) -> None:
    """Keep it over what the page showed, and over nothing else: her row is held meanwhile."""
    Participant.objects.select_for_update(no_key=True).get(pk=found.pk)
    if _mark(safe_contact_of(found)) != seen:
        raise Conflict(NEWER)
    said = {name: form.cleaned_data[name] for name in FIELDS}
    set_safe_contact(participant=found, by=request.user, now=timezone.now(), **said)


def _mark(card: SafeContact) -> str:
    """Which state of the card this is."""
    return card.recorded_at.isoformat() if card.pk else ""
