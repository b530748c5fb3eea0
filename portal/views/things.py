"""My things: what she said and did, about her, who looked; delete what she said."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.said import KINDS, found_in
from portal.views.doors import her_page
from portal.views.own import own_links
from sessions.services import delete_said, keep_back


@require_safe
@her_page
def things(request: HttpRequest) -> HttpResponse:
    """What she said, about her, who looked, and the way to Settings."""
    lists = [(reverse("portal:said", args=[name]), kind.title) for name, kind in KINDS.items()]
    return render(request, "portal/things.html", own_links(request) | {"lists": lists})


@require_safe
@her_page
def said(request: HttpRequest, kind: str) -> HttpResponse:
    """One of her lists: each thing with who reads it and the way to delete it."""
    if kind not in KINDS:
        raise Http404
    context = {
        "title": KINDS[kind].title,
        "empty": KINDS[kind].empty,
        "found": KINDS[kind].read(request.mother),
        "deleted": "deleted" in request.GET,
        "mine": "mine" in request.GET,
    }
    return render(request, "portal/said.html", context)


@require_POST
@her_page
def only_me(request: HttpRequest, said: UUID) -> HttpResponse:
    """A hard moment her clinic could read is hers alone from now on. Pressed twice is once."""
    keep_back(device=request.device, said=said, now=timezone.now())
    return redirect(f"{reverse('portal:said', args=['moments'])}?mine=1#done")


@require_http_methods(["GET", "POST"])
@her_page
def delete(request: HttpRequest, said: UUID) -> HttpResponse:
    """What it is once more, what deleting means, and the button. Pressed twice is once."""
    found = found_in(request.mother, said)
    back = reverse("portal:said", args=[found[0]]) if found else reverse("portal:things")
    if request.method == "POST":
        delete_said(device=request.device, said=said, now=timezone.now())
        return redirect(f"{back}?deleted=1#done")
    if found is None:
        raise Http404
    return render(request, "portal/delete.html", {"one": found[1], "back": back})
