"""A hard moment: help first, at once; then, only if she wants, something of it is kept."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kernel.errors import BadInput
from portal.handing import hand_in_form, words_of
from portal.labels import label
from portal.lines import lines_for
from portal.practices import shelf_practice
from portal.said import helped_words
from portal.views.doors import agreed, hand_in

# The practice of the shelf that was written for this page.
NOW = "hard-moment"


@require_http_methods(["GET", "HEAD", "POST"])
def moment(request: HttpRequest) -> HttpResponse:
    """Open to everyone, phone or no phone, open or shut. POST: she wants it kept."""
    return _save(request) if request.method == "POST" else moment_page(request)


def moment_page(
    request: HttpRequest, *, said: dict[str, object] | None = None, trouble: str = ""
) -> HttpResponse:
    """The first helpful words need nothing but this page."""
    whose = request.device.participant if request.device else None
    keeps = request.mother is not None and agreed(request.mother)
    context = {
        "lines": lines_for(whose),
        "not_kept": label("not_kept"),
        "keeps": keeps,
        "practice": shelf_practice(request.mother, NOW, now=timezone.now()) if keeps else None,
        "readers": {one: label(one) for one in ("only_me", "clinic")}.items(),
        "numbers": range(11),
        "helped": helped_words().items(),
        "said": {"reads": "only_me"} | (said or {}),
        "trouble": trouble,
        "uuid": uuid.uuid4(),
        "next_url": kept_url(),
    }
    return render(request, "portal/moment.html", context, status=400 if trouble else 200)


@hand_in
def _save(request: HttpRequest) -> HttpResponse:
    said: dict[str, object] = {
        "skill": request.POST.get("skill", ""),
        "what": words_of(request, "what"),
        "reads": request.POST.get("reads", ""),
    }
    for name in ("intensity", "control"):
        number = request.POST.get(name, "")
        said[name] = (
            int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None
        )
    body = {name: value for name, value in said.items() if value not in (None, "")}
    try:
        hand_in_form(request, kind="moment", body=body)
    except BadInput as refusal:
        if request.mother is None:
            raise
        return moment_page(request, said=said, trouble=refusal.message)
    return redirect(kept_url())


def kept_url() -> str:
    """Where saving leads."""
    return f"{reverse('portal:today')}?kept=1"
