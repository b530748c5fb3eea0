"""How to reach her without putting her in danger, in her own words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.errors import BadInput
from people.models import SafeContact
from people.services import safe_contact_of, set_safe_contact
from portal.labels import label
from portal.views.doors import hand_in, only_hers_back

WRITTEN = ("hours", "words", "may_answer", "never_know")


@require_http_methods(["GET", "POST"])
@hand_in
def reach(request: HttpRequest) -> HttpResponse:
    """Five short answers, each may stay empty; her clinic sees them before it calls."""
    if request.method == "GET":
        return render(request, "portal/reach.html", _page(request, safe_contact_of(request.mother)))
    if not set(WRITTEN) <= set(request.POST):
        raise BadInput(_("This page did not load whole. Load it again."), field="hours")
    said = {name: request.POST.get(name, "") for name in (*WRITTEN, "send_home", "send_home_if")}
    try:
        hers = request.device.participant
        set_safe_contact(participant=hers, **said, by=None, now=timezone.now())
    except BadInput as refusal:
        if request.mother is None:
            return _shut(request, said, refusal)
        page = _page(request, SafeContact(**said)) | {"trouble": refusal.message}
        return render(request, "portal/reach.html", page, status=refusal.status)
    return redirect(f"{reverse('portal:reach')}?done=1#done")


def _shut(request: HttpRequest, said: dict[str, str], refusal: BadInput) -> HttpResponse:
    field = refusal.field or "words"
    return only_hers_back(
        request,
        field=field,
        words=said.get(field, ""),
        long=True,
        trouble=refusal.message,
        status=refusal.status,
        also={name: text for name, text in said.items() if name != field},
    )


def _page(request: HttpRequest, kept: SafeContact) -> dict[str, Any]:
    asked = {
        "hours": (_("When can we call or write?"), _("Weekdays from 9 to 2, when he is at work.")),
        "words": (_("What should we say we are?"), _("Say you are from the dentist.")),
        "may_answer": (_("Who else may pick up?"), _("My mother. She knows.")),
        "never_know": (_("Who must never know?"), _("My partner. His sister.")),
    }
    return {
        "asked": [
            {"name": name, "label": words, "example": example, "value": getattr(kept, name)}
            for name, (words, example) in asked.items()
        ],
        "homes": [
            (SafeContact.SendHome.YES, _("Yes")),
            (SafeContact.SendHome.ONLY_IF, _("Only if …")),
            (SafeContact.SendHome.NO, _("No")),
        ],
        "send_home": kept.send_home,
        "send_home_if": kept.send_home_if,
        "reads": label("clinic"),
        "done": "done" in request.GET,
        "trouble": "",
    }
