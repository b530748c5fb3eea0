"""Settings: her language, how she is spoken to, reminders, agreements, this phone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.errors import BadInput
from people.devices import forget_cookies
from people.models import Consent
from people.services import (
    forget_device,
    live_consent,
    needed_texts,
    revoke_consent,
    set_language,
)
from portal.forms import QuietForm
from portal.views.agreeing import ASKED_COOKIE
from portal.views.changed import addressed_words
from portal.views.doors import to_unlock
from portal.views.opening import LINK_COOKIE
from reminders.services import preference_of, set_preference


@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """One page of choices, each a form of its own that takes effect at once."""
    if request.mother is None:
        return to_unlock(request)
    if request.method == "POST":
        change = CHANGES.get(request.POST.get("what", ""))
        if change is None:
            raise BadInput(_("That did not come through whole. Go back and try again."))
        return change(request)
    return render(request, "portal/settings.html", _page(request, QuietForm()))


def _done(what: str) -> HttpResponse:
    return redirect(f"{reverse('portal:settings')}?done={what}#done")


def _language(request: HttpRequest) -> HttpResponse:
    set_language(participant=request.mother, language=request.POST.get("language", ""))
    return _done("language")


def _reminders(request: HttpRequest) -> HttpResponse:
    paused = request.POST.get("paused") == "yes"
    set_preference(participant=request.mother, paused=paused, now=timezone.now())
    return _done("reminders")


def _quiet(request: HttpRequest) -> HttpResponse:
    form = QuietForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/settings.html", _page(request, form), status=400)
    set_preference(participant=request.mother, now=timezone.now(), **form.cleaned_data)
    return _done("reminders")


def _take_back(request: HttpRequest) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in Consent.Purpose.values:
        raise BadInput(_("Choose one of the pages shown."), field="purpose")
    revoke_consent(participant=request.mother, purpose=purpose, now=timezone.now())
    if purpose == Consent.Purpose.CARE:
        return render(request, "portal/not_agreed.html")
    return _done("agree")


def _forget(request: HttpRequest) -> HttpResponse:
    forget_device(device=request.device, now=timezone.now())
    request.device = request.mother = None
    response = render(request, "portal/forgotten.html")
    forget_cookies(response)
    for name in (ASKED_COOKIE, LINK_COOKIE):
        response.delete_cookie(name, path="/d/", samesite="Lax")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path="/", samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


CHANGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "language": _language,
    "reminders": _reminders,
    "quiet": _quiet,
    "agree": _take_back,
    "forget": _forget,
}


def _page(request: HttpRequest, quiet: QuietForm) -> dict[str, object]:
    mother, now = request.mother, timezone.now()
    kept = preference_of(mother)
    if not quiet.is_bound:
        quiet = QuietForm(initial={"quiet_from": kept.quiet_from, "quiet_until": kept.quiet_until})
    said = {
        "language": _("Your language is changed."),
        "reminders": _("Your reminders are changed."),
        "agree": _("Your choice is kept."),
        "pin": _("Your new PIN is kept."),
    }
    return {
        "mother": mother,
        "now": addressed_words()[mother.addressed],
        "done": said.get(request.GET.get("done", ""), ""),
        "paused": kept.paused_at is not None,
        "quiet": quiet,
        "consents": [
            {
                "purpose": purpose,
                "title": text.content.title(mother.language),
                "held": live_consent(participant=mother, purpose=purpose, now=now),
                "needed": purpose == Consent.Purpose.CARE,
            }
            for purpose, text in needed_texts().items()
        ],
    }
