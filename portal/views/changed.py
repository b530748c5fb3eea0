"""Something changed: how she is spoken to, in one tap, with no cause asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.models import Participant
from people.services import set_addressed
from portal.labels import label
from portal.views.doors import to_unlock

CHOICES = Participant.Addressed.values


@require_http_methods(["GET", "POST"])
def changed(request: HttpRequest) -> HttpResponse:
    """Five choices; the one taken holds from the next word on, and can be taken back."""
    if request.mother is None:
        return to_unlock(request)
    if request.method == "POST":
        wanted = request.POST.get("addressed", "")
        was = set_addressed(participant=request.mother, addressed=wanted)
        # By its place: the phone's list of pages shows this address.
        query = "?done=1" if "undo" in request.POST else f"?done=1&was={CHOICES.index(was)}"
        return redirect(f"{reverse('portal:changed')}{query}#done")
    words, now = addressed_words(), request.mother.addressed
    was = dict(enumerate(CHOICES)).get(_number(request.GET.get("was", "")), "")
    context = {
        "choices": words.items(),
        "now": now,
        "done": words[now] if "done" in request.GET else "",
        "was": was if was != now else "",
        "reads": label("clinic"),
    }
    return render(request, "portal/changed.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1


def addressed_words() -> dict[str, str]:
    """The five ways to be spoken to, in her words."""
    return {
        Participant.Addressed.EXPECTING: _("I am expecting"),
        Participant.Addressed.WITH_BABY: _("I am with my baby"),
        Participant.Addressed.BABY_IN_HOSPITAL: _("My baby is in the hospital"),
        Participant.Addressed.BABY_ELSEWHERE: _("My baby lives elsewhere"),
        Participant.Addressed.NO_BABY_TALK: _("No baby talk, please"),
    }
