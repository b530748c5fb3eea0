"""Concerns: the list, one of them, acknowledging and closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from care.concerns import in_order, rule_of, source_of
from care.forms import CloseForm, refuse
from care.views.page import CLINICIAN, for_roles, note_read, show
from kernel.errors import DomainError
from pathway.services import take_on
from reminders.services import pages_of
from safety.models import Concern
from safety.services import close

RELATED = ("participant__identity", "participant__clinic", "acknowledged_by", "closed_by")
CLOSED_SHOWN = 100


@require_safe
@for_roles(CLINICIAN)
def concerns(request: HttpRequest) -> HttpResponse:
    """Open, taken on, closed."""
    mine = Concern.objects.visible_to(request.user).select_related(*RELATED)
    waiting = in_order(mine.open())
    taken = list(mine.exclude(acknowledged_at=None).filter(closed_at=None).order_by("raised_at"))
    closed = list(mine.exclude(closed_at=None).order_by("-closed_at")[:CLOSED_SHOWN])
    everything = [*waiting, *taken, *closed]
    note_read(request, "listed", [c.public_id for c in everything], model="safety.Concern")
    clinics = request.user.clinics_as(CLINICIAN).filter(concern_email="")
    return show(
        request,
        "concerns",
        section="concerns",
        waiting=waiting,
        taken=taken,
        closed=closed,
        unmailed=clinics,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN)
def concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """What she answered; taking it on; closing it with what was done."""
    mine = Concern.objects.visible_to(request.user).select_related(*RELATED)
    found = get_object_or_404(mine, public_id=concern)
    if request.method == "POST" and request.POST.get("do") == "acknowledge":
        take_on(concern=found, by=request.user, now=timezone.now())
        messages.success(request, "You have taken this on. The mails about it stop.")
        return redirect("care:concern", found.public_id)
    form = CloseForm(request.POST if request.POST.get("do") == "close" else None)
    if form.is_bound and form.is_valid():
        try:
            close(concern=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, "Closed. What you wrote is kept with it.")
            return redirect("care:concerns")
    note_read(request, "opened", [found.public_id], model="safety.Concern")
    return show(
        request,
        "concern",
        section="concerns",
        concern=found,
        source=source_of(found),
        **_told(found),
        pages=pages_of(found),
        form=form,
    )


def _told(found: Concern) -> dict[str, object]:
    """The words on her screen, in her language, as the rule says them now."""
    rule, language = rule_of(found), found.participant.language
    if rule is None:
        return {}
    return {"told_title": rule.title(language), "told_body": rule.body_html(language)}
