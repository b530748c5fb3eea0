"""Settings: the list, her language, messages, and what she agreed to."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kernel.errors import BadInput
from people.models import Consent
from people.services import live_consent, needed_texts, revoke_consent, set_language
from portal.forms import QuietForm
from portal.looked import last_look
from portal.views.changed import addressed_words
from portal.views.doors import to_unlock
from reminders.services import preference_of, set_preference

LANGUAGES = {"en": "English", "es": "Español"}


@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    """A list of short pages, each a choice of hers that takes effect at once."""
    if request.mother is None:
        return to_unlock(request)
    said = {
        "language": _("Your language is changed."),
        "reminders": _("Your reminders are changed."),
        "agree": _("Your choice is kept."),
        "pin": _("Your new PIN is kept."),
        "lock": _("Your choice is kept."),
    }
    context = own_links(request) | {"done": said.get(request.GET.get("done", ""), "")}
    return render(request, "portal/settings.html", context)


def own_links(request: HttpRequest) -> dict[str, object]:
    """What the list of short pages says of each."""
    mother, minutes = request.mother, request.device.lock_minutes
    return {
        "now": addressed_words()[mother.addressed],
        "language": LANGUAGES[mother.language],
        "paused": preference_of(mother).paused_at is not None,
        "locks": ngettext("After %(n)d minute", "After %(n)d minutes", minutes) % {"n": minutes},
        "looked": last_look(mother, now=timezone.now()),
    }


@require_http_methods(["GET", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """One tap."""
    if request.mother is None:
        return to_unlock(request)
    if request.method == "POST":
        set_language(participant=request.mother, language=request.POST.get("language", ""))
        return done("language")
    context = {"languages": LANGUAGES, "mother": request.mother}
    return render(request, "portal/language.html", context)


@require_http_methods(["GET", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    """Whether and when she may be written to."""
    if request.mother is None:
        return to_unlock(request)
    now, form = timezone.now(), QuietForm(request.POST if "quiet_from" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        paused = request.POST.get("paused", "")
        if paused not in ("yes", "no"):
            raise BadInput(_("That did not come through whole. Go back and try again."))
        set_preference(participant=request.mother, paused=paused == "yes", now=now)
        return done("reminders")
    if form.is_bound and form.is_valid():
        set_preference(participant=request.mother, now=now, **form.cleaned_data)
        return done("reminders")
    kept = preference_of(request.mother)
    if not form.is_bound:
        form = QuietForm(initial={"quiet_from": kept.quiet_from, "quiet_until": kept.quiet_until})
    context = {"quiet": form, "paused": kept.paused_at is not None}
    status = 400 if form.is_bound else 200
    return render(request, "portal/messages.html", context, status=status)


@require_http_methods(["GET", "POST"])
def agreed(request: HttpRequest) -> HttpResponse:
    """What she said yes to, to read again or take back."""
    if request.mother is None:
        return to_unlock(request)
    now = timezone.now()
    if request.method == "POST":
        return _take_back(request, now)
    context = {
        "consents": [
            {
                "purpose": purpose,
                "title": text.content.title(request.mother.language),
                "held": live_consent(participant=request.mother, purpose=purpose, now=now),
            }
            for purpose, text in needed_texts().items()
        ]
    }
    return render(request, "portal/agreed.html", context)


def done(what: str) -> HttpResponse:
    """Back to the list, which says what was kept."""
    return redirect(f"{reverse('portal:settings')}?done={what}#done")


def _take_back(request: HttpRequest, now: datetime) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in Consent.Purpose.values:
        raise BadInput(_("Choose one of the pages shown."), field="purpose")
    revoke_consent(participant=request.mother, purpose=purpose, now=now)
    if purpose == Consent.Purpose.CARE:
        return render(request, "portal/not_agreed.html")
    return done("agree")
