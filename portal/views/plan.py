"""Her plan for hard times: six short screens of her own words, and who may see them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.errors import BadInput, Conflict
from people.models import Participant
from portal.labels import label
from portal.plans import FROM_SLUG, PARTS, SLUGS, all_parts, plan_for, shown_plan
from portal.views.doors import agreed, hand_in, only_hers_back, to_unlock
from safety.models import SafetyPlan
from safety.services import lock_plan, plan_of, save_part, share_plan
from safety.services.plan import LONGEST

ORDER = tuple(PARTS)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The whole plan. Without the PIN only to read, and only where she chose that."""
    if request.mother is None:
        return _without_pin(request)
    if not agreed(request.mother):
        return redirect("portal:agree")
    if request.method == "POST":
        return _choose(request, request.mother)
    held = plan_of(request.mother)
    said = {
        "saved": _("Your plan is saved."),
        "share": _("From now on your clinic reads this.")
        if held.shared
        else _("From now on only you see this here."),
        "lock": _("From now on it asks for your PIN.")
        if held.behind_pin
        else _("From now on it opens without the PIN."),
    }
    context = {
        "plan": held,
        "parts": all_parts(held),
        "begun": bool(shown_plan(held)),
        "first": SLUGS[ORDER[0]],
        "total": len(ORDER),
        "reads": reads_of(held),
        "done": said.get(request.GET.get("done", ""), ""),
    }
    return render(request, "portal/plan.html", context)


@require_http_methods(["GET", "POST"])
@hand_in
def plan_part(request: HttpRequest, part: str) -> HttpResponse:
    """One question of the plan."""
    if part not in FROM_SLUG:
        raise Http404
    code = FROM_SLUG[part]
    if request.method == "POST" and "skip" not in request.POST:
        return _save(request, code)
    alone = "one" in request.GET or "one" in request.POST
    if request.method == "POST":
        return redirect(_onward(code, alone=alone))
    held = plan_of(request.mother)
    return render(request, "portal/plan_part.html", _page(held, code, alone=alone))


def reads_of(held: SafetyPlan) -> str:
    """The label of everything in it."""
    return label("clinic" if held.shared else "only_me")


def _without_pin(request: HttpRequest) -> HttpResponse:
    held = plan_for(request.device, None)
    if held is None or request.method == "POST":
        return to_unlock(request)
    context = {"plan_parts": shown_plan(held), "reads": reads_of(held)}
    return render(request, "portal/plan_read.html", context)


def _choose(request: HttpRequest, mother: Participant) -> HttpResponse:
    what, wanted = request.POST.get("what", ""), request.POST.get("value") == "yes"
    if what == "share":
        share_plan(participant=mother, shared=wanted, now=timezone.now())
    elif what == "lock":
        lock_plan(participant=mother, behind_pin=wanted, now=timezone.now())
    else:
        raise BadInput(_("That did not come through whole. Go back and try again."))
    return redirect(f"{reverse('portal:plan')}?done={what}#done")


def _save(request: HttpRequest, part: str) -> HttpResponse:
    if "words" not in request.POST:
        raise BadInput(_("This page did not load whole. Load it again."), field="words")
    mother, words = request.device.participant, request.POST["words"]
    revision = request.POST.get("revision", "")
    seen = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else -1
    try:
        save_part(
            participant=mother,
            part=part,
            words=words,
            revision=seen,
            by=None,
            now=timezone.now(),
        )
    except (BadInput, Conflict) as refusal:
        if request.mother is None:
            return only_hers_back(
                request,
                field="words",
                words=words,
                long=True,
                trouble=refusal.message,
                status=refusal.status,
                also={"revision": revision},
            )
        held = plan_of(mother)
        page = _page(held, part, alone="one" in request.POST) | {
            "words": words,
            "trouble": refusal.message,
            "other": getattr(held, part) if refusal.code == "other_revision" else None,
        }
        return render(request, "portal/plan_part.html", page, status=refusal.status)
    return redirect(_onward(part, alone="one" in request.POST))


def _onward(part: str, *, alone: bool) -> str:
    """The next screen; after the last, or after changing just this one, the whole plan."""
    number = ORDER.index(part) + 1
    if alone or number == len(ORDER):
        return f"{reverse('portal:plan')}?done=saved#done"
    return reverse("portal:plan_part", args=[SLUGS[ORDER[number]]])


def _page(held: SafetyPlan, part: str, *, alone: bool) -> dict[str, Any]:
    number = ORDER.index(part) + 1
    back = reverse("portal:plan")
    if not alone and number > 1:
        back = reverse("portal:plan_part", args=[SLUGS[ORDER[number - 2]]])
    return {
        "part": PARTS[part],
        "number": number,
        "total": len(ORDER),
        "dots": [place < number for place in range(len(ORDER))],
        "words": getattr(held, part),
        "revision": held.revision,
        "reads": reads_of(held),
        "alone": alone,
        "back": back,
        "longest": LONGEST,
    }
