"""How to reach her without putting her in danger: five short screens in her own words."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kernel.errors import BadInput
from people.models import Participant, SafeContact
from people.services import safe_contact_of, set_safe_contact
from portal.labels import label
from portal.views.doors import hand_in, her_page, only_hers_back

# By the last part of the address: the field, what is asked, and an example.
ASKED: dict[str, tuple[str, Promise, Promise]] = {
    "hours": (
        "hours",
        gettext_lazy("When can we call or write?"),
        gettext_lazy("Weekdays from 9 to 2, when he is at work."),
    ),
    "words": (
        "words",
        gettext_lazy("What should we say we are?"),
        gettext_lazy("Say you are from the dentist."),
    ),
    "others": (
        "may_answer",
        gettext_lazy("Who else may pick up?"),
        gettext_lazy("My mother. She knows."),
    ),
    "never": (
        "never_know",
        gettext_lazy("Who must never know?"),
        gettext_lazy("My partner. His sister."),
    ),
    "home": (
        "send_home_if",
        gettext_lazy("If you may be in danger, may we send someone to your home?"),
        gettext_lazy("Only if his car is gone."),
    ),
}
ORDER = tuple(ASKED)
FIELDS = ("hours", "words", "may_answer", "never_know", "send_home", "send_home_if")


@require_safe
@her_page
def reach(request: HttpRequest) -> HttpResponse:
    """All of it on one page, each with a way to change it."""
    kept = safe_contact_of(request.mother)
    homes = dict(home_words())
    rows = []
    for slug, (field, question, _example) in ASKED.items():
        said = getattr(kept, field)
        if slug == "home":
            said = f"{homes.get(kept.send_home, '')} {said}".strip()
        rows.append({"slug": slug, "question": question, "said": said})
    context = {
        "rows": rows,
        "begun": kept.pk is not None,
        "first": ORDER[0],
        "done": "done" in request.GET,
        "reads": label("clinic"),
    }
    return render(request, "portal/reach.html", context)


@require_http_methods(["GET", "POST"])
@hand_in
def reach_part(request: HttpRequest, part: str) -> HttpResponse:
    """One question; it may stay empty."""
    if part not in ASKED:
        raise Http404
    alone = "one" in request.GET or "one" in request.POST
    if request.method == "POST" and "skip" in request.POST:
        return redirect(_onward(part, alone=alone))
    if request.method == "POST":
        return _save(request, part, alone=alone)
    kept = safe_contact_of(request.mother)
    return render(request, "portal/reach_part.html", _page(kept, part, alone=alone))


def home_words() -> list[tuple[str, str]]:
    """Whether somebody may be sent to her home, in her words."""
    home = SafeContact.SendHome
    return [(home.YES, _("Yes")), (home.ONLY_IF, _("Only if …")), (home.NO, _("No"))]


def _save(request: HttpRequest, part: str, *, alone: bool) -> HttpResponse:
    mother, field = request.device.participant, ASKED[part][0]
    if field not in request.POST:
        raise BadInput(_("This page did not load whole. Load it again."), field=field)
    said = {field: request.POST[field]}
    if part == "home":
        said["send_home"] = request.POST.get("send_home", "")
    try:
        _keep(mother, said)
    except BadInput as refusal:
        if request.mother is None:
            return only_hers_back(
                request,
                field=field,
                words=said.pop(field),
                long=True,
                trouble=refusal.message,
                status=refusal.status,
                also=said,
            )
        kept = safe_contact_of(mother)
        for name, text in said.items():
            setattr(kept, name, text)
        page = _page(kept, part, alone=alone) | {"trouble": refusal.message}
        return render(request, "portal/reach_part.html", page, status=refusal.status)
    return redirect(_onward(part, alone=alone))


@transaction.atomic
def _keep(mother: Participant, said: dict[str, str]) -> None:
    """This answer, with the others as they stand."""
    Participant.objects.select_for_update(no_key=True).get(pk=mother.pk)
    kept = safe_contact_of(mother)
    whole = {name: said.get(name, getattr(kept, name)) for name in FIELDS}
    set_safe_contact(participant=mother, **whole, by=None, now=timezone.now())


def _onward(part: str, *, alone: bool) -> str:
    number = ORDER.index(part) + 1
    if alone or number == len(ORDER):
        return f"{reverse('portal:reach')}?done=1#done"
    return reverse("portal:reach_part", args=[ORDER[number]])


def _page(kept: SafeContact, part: str, *, alone: bool) -> dict[str, Any]:
    number = ORDER.index(part) + 1
    field, question, example = ASKED[part]
    back = reverse("portal:reach")
    if not alone and number > 1:
        back = reverse("portal:reach_part", args=[ORDER[number - 2]])
    return {
        "field": field,
        "question": question,
        "example": example,
        "words": getattr(kept, field),
        "homes": home_words() if part == "home" else [],
        "send_home": kept.send_home,
        "number": number,
        "total": len(ORDER),
        "dots": [place < number for place in range(len(ORDER))],
        "alone": alone,
        "back": back,
        "reads": label("clinic"),
        "longest": 500,
    }
