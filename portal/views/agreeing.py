"""What she agrees to, one short page each; taken back as easily."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.models import ContentVersion
from kernel.errors import BadInput
from people.models import Consent
from people.services import give_consent, live_consent, needed_texts, revoke_consent
from portal.views.doors import to_unlock

# Her "not this" is remembered for the sitting only: a no leaves no row.
ASKED_COOKIE = "asked"


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest) -> HttpResponse:
    """Care first, needed to go on; research and reminders are free to choose."""
    if request.mother is None:
        return to_unlock(request)
    texts = needed_texts()
    if request.method == "POST":
        return _answer(request, texts)
    wanted = request.GET.get("about", "")
    purpose = wanted if wanted in texts else _next_open(request, texts)
    if purpose is None:
        return redirect("portal:today")
    return render(request, "portal/agree.html", _page(request, texts, purpose))


def _answer(request: HttpRequest, texts: dict) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in texts:
        raise BadInput(_("Choose one of the pages shown."), field="purpose")
    said = request.POST.get("answer", "")
    if said not in ("yes", "no"):
        page = _page(request, texts, purpose) | {"trouble": _("Choose yes or no.")}
        return render(request, "portal/agree.html", page, status=400)
    if said == "yes" and request.POST.get("text") != _version(texts[purpose]):
        # A newer text was released while she read, or the page is not ours: it is what she has
        # read that she says yes to.
        trouble = _(
            "This changed since you last sent it. Press the button to save it as it is now."
        )
        page = _page(request, texts, purpose) | {"trouble": trouble}
        return render(request, "portal/agree.html", page, status=409)
    if said == "yes":
        give_consent(
            participant=request.mother,
            device=request.device,
            purpose=purpose,
            text=texts[purpose],
            now=timezone.now(),
        )
    else:
        # Read again in Settings, a no takes back the yes there was.
        revoke_consent(participant=request.mother, purpose=purpose, now=timezone.now())
        if purpose == Consent.Purpose.CARE:
            return render(request, "portal/not_agreed.html")
    if request.POST.get("about"):
        return redirect(f"{reverse('portal:settings')}?done=agree")
    response = redirect("portal:agree")
    response.set_cookie(
        ASKED_COOKIE,
        ".".join({*_asked(request), purpose}),
        path="/d/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _version(text: ContentVersion) -> str:
    """Which text, as the form carries it."""
    return f"{text.code}@{text.version}"


def _asked(request: HttpRequest) -> set[str]:
    return set(filter(None, request.COOKIES.get(ASKED_COOKIE, "").split(".")))


def _next_open(request: HttpRequest, texts: dict) -> str | None:
    now = timezone.now()
    for purpose in texts:
        held = live_consent(participant=request.mother, purpose=purpose, now=now)
        if held is None and purpose not in _asked(request) - {Consent.Purpose.CARE}:
            return purpose
    return None


def _page(request: HttpRequest, texts: dict, purpose: str) -> dict:
    content, lang = texts[purpose].content, request.mother.language
    labels = {
        "discloser": _("Who gives it"),
        "what": _("What is given"),
        "recipient": _("Who gets it"),
        "purpose": _("What for"),
        "revoke": _("How to take it back"),
        "expiry": _("When it ends"),
        "redisclosure": _("What they may do with it"),
    }
    return {
        "consent": content,
        "text": _version(texts[purpose]),
        "title": content.title(lang),
        "body": content.body_html(lang),
        "elements": [
            (label, content.element(name, lang))
            for name, label in labels.items()
            if name in content.elements
        ],
        "needed": purpose == Consent.Purpose.CARE,
        "number": list(texts).index(purpose) + 1,
        "total": len(texts),
        "about": request.GET.get("about", ""),
    }
