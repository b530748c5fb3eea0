"""The team: who works here, who sees whom. For the clinic’s admin; names only."""

import logging
from collections.abc import Callable
from datetime import time, timedelta
from smtplib import SMTPException

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.forms import GrantForm, MemberForm, refuse
from care.team import members_of, seeing_of, unread
from care.views.page import ADMIN, for_roles, note_read, show
from kernel.clock import at_local, local_date
from kernel.errors import BadInput, Conflict, DomainError
from kernel.ids import parse_uuid
from people.models import Clinic, Grant, Membership, Participant
from people.services import (
    add_member,
    end_membership,
    grant,
    revoke_grant,
)

logger = logging.getLogger(__name__)

NO_MAIL = "The mail server took nothing just now: press “Mail the link again” in a while."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ADMIN)
def team(request: HttpRequest) -> HttpResponse:
    """One clinic's team; the admin of several chooses which."""
    clinics = request.user.clinics_as(ADMIN).order_by("name")
    wanted = parse_uuid(request.POST.get("clinic") or request.GET.get("clinic"))
    clinic = get_object_or_404(clinics, public_id=wanted) if wanted else clinics.first()
    kind = request.POST.get("do", "")
    today = local_date(timezone.now(), clinic.zone)
    shown = {
        "member": MemberForm(request.POST if kind == "member" else None),
        "grant": GrantForm(request.POST if kind == "grant" else None, clinic=clinic, today=today),
    }
    if request.method == "POST" and _done(request, clinic, kind, shown.get(kind)):
        return redirect(f"{reverse('care:team')}?clinic={clinic.public_id}")
    seeing = seeing_of(clinic, now=timezone.now())
    # The list to choose from names every mother, whoever sees her.
    mothers = list(shown["grant"].mothers.values())
    named = {*mothers, *(one.grant.participant for one in seeing)}
    note_read(request, "listed", [mother.public_id for mother in named])
    return show(
        request,
        "team",
        section="team",
        clinic=clinic,
        clinics=clinics,
        members=members_of(clinic, seeing),
        seeing=seeing,
        unread=unread(mothers, seeing),
        **shown,
    )


def _done(request: HttpRequest, clinic: Clinic, kind: str, form: forms.Form | None) -> bool:
    """Carry out what was asked; a refusal stays in its form."""
    if kind not in ACTIONS:
        raise BadInput("There is no such button. Open the page again.", field="do")
    if form is not None and not form.is_valid():
        return False
    try:
        messages.success(request, ACTIONS[kind](request, clinic, form))
    except DomainError as error:
        if form is None:
            raise
        refuse(form, error)
        return False
    return True


def _add_member(request: HttpRequest, clinic: Clinic, form: forms.Form) -> str:
    user = add_member(clinic=clinic, now=timezone.now(), **form.cleaned_data)
    if user.has_usable_password():
        return f"{user.name} has the role."
    if not _mail_password_link(request, user.email):
        return f"{user.name} has the role. {NO_MAIL}"
    return f"{user.name} has the role. A mail with a link to choose a password is on its way."


def _mail_password_link(request: HttpRequest, email: str) -> bool:
    """allauth's own way to a new password: a link that works once. False: no mail could go out."""
    reset = ResetPasswordForm({"email": email})
    try:
        if reset.is_valid():
            reset.save(request)
    except (OSError, SMTPException):
        logger.exception("the mail with a link to choose a password did not go out")
        return False
    return True


def _again(request: HttpRequest, clinic: Clinic, form: forms.Form | None) -> str:
    held = _membership(request, clinic)
    if not _mail_password_link(request, held.user.email):
        raise Conflict(NO_MAIL)
    return f"A mail with a link to choose a password is on its way to {held.user.name}."


def _end_member(request: HttpRequest, clinic: Clinic, form: forms.Form | None) -> str:
    held = _membership(request, clinic)
    if held.user == request.user and held.role == ADMIN:
        raise BadInput("Another admin must take this role from you.")
    end_membership(membership=held, now=timezone.now())
    return f"{held.user.name} no longer has the role {held.get_role_display().lower()}."


def _add_grant(request: HttpRequest, clinic: Clinic, form: GrantForm) -> str:
    last = form.cleaned_data["last_day"]
    # The grant lasts to the end of that day, at the clinic.
    until = at_local(last + timedelta(days=1), time(0), clinic.zone) if last else None
    staff = form.cleaned_data["staff"]
    grant(
        staff=staff,
        participant=form.mother(),
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
        until=until,
    )
    return f"{staff.name} sees her now."


def _end_grant(request: HttpRequest, clinic: Clinic, form: forms.Form | None) -> str:
    mine = Grant.objects.filter(participant__clinic=clinic).select_related("staff")
    held = get_object_or_404(mine, public_id=parse_uuid(request.POST.get("grant")))
    revoke_grant(grant=held, now=timezone.now())
    if Participant.objects.clinical_for(held.staff).filter(pk=held.participant_id).exists():
        return f"Ended. {held.staff.name} still sees her, for another reason in the list."
    return f"{held.staff.name} no longer sees her."


def _membership(request: HttpRequest, clinic: Clinic) -> Membership:
    mine = Membership.objects.filter(clinic=clinic, until=None).select_related("user")
    number = request.POST.get("membership", "")
    whole = number.isascii() and number.isdecimal() and len(number) < 19
    return get_object_or_404(mine, pk=number if whole else 0)


ACTIONS: dict[str, Callable] = {
    "member": _add_member,
    "password": _again,
    "end_member": _end_member,
    "grant": _add_grant,
    "end_grant": _end_grant,
}
