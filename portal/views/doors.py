"""Who may pass: the doors every page of hers stands behind."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from people.models import Consent, Participant
from people.services import live_consent

View = Callable[..., HttpResponse]


def her_page(view: View) -> View:
    """Only while the phone is open and she has agreed to what is kept for her care."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.mother is None:
            return to_unlock(request)
        if not agreed(request.mother):
            return redirect("portal:agree")
        return view(request, *args, **kwargs)

    return guarded


def hand_in(view: View) -> View:
    """Like her_page, but a form also goes in while the phone is shut.

    The PIN may have run out while she was thinking. What she typed is stored all the same (the
    phone alone may hand in, as at the deposit endpoint); to read on she opens the phone again.
    """
    read = her_page(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or request.device is None:
            return read(request, *args, **kwargs)
        if not agreed(request.device.participant):
            return redirect("portal:agree")
        return view(request, *args, **kwargs)

    return guarded


def only_hers_back(
    request: HttpRequest,
    *,
    field: str,
    words: str,
    long: bool,
    trouble: str,
    status: int,
    also: dict[str, str] | None = None,
) -> HttpResponse:
    """A form refused while the phone is shut: what was just typed, to send once more.

    Not the page it came from: that would show what was asked and what she had said before.
    """
    context = {"field": field, "words": words, "long": long, "trouble": trouble, "uuid": uuid4()}
    context["also"] = also or {}
    return render(request, "portal/shut_words.html", context, status=status)


def agreed(participant: Participant) -> bool:
    """Whether her yes to care holds now; without it nothing of hers is asked or kept."""
    care = Consent.Purpose.CARE
    return live_consent(participant=participant, purpose=care, now=timezone.now()) is not None


def to_unlock(request: HttpRequest) -> HttpResponse:
    """The PIN page, and back to where she was going."""
    where = request.path if request.method == "GET" else ""
    query = f"?{urlencode({'next': where})}" if where and where != reverse("portal:today") else ""
    return redirect(f"{reverse('portal:unlock')}{query}")


def after_unlock(wanted: str) -> str:
    """Where to go on: only a page of hers, never another site."""
    inside = wanted.startswith("/d/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if inside else reverse("portal:today")
