"""Her phones: when this one shuts, which others there are, what none can hide, and letting go."""

from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kernel.errors import BadInput, DomainError
from people.devices import forget_cookies
from people.models import Device
from people.services import LOCK_MINUTES, forget_device, set_lock_minutes
from portal.fresh import asks_pin, sure
from portal.views.agreeing import ASKED_COOKIE
from portal.views.doors import to_unlock
from portal.views.opening import LINK_COOKIE
from portal.views.own import done


@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """After how long out of sight it is shut."""
    if request.mother is None:
        return to_unlock(request)
    now, trouble, status = timezone.now(), "", 200
    wanted = request.POST.get("minutes", str(request.device.lock_minutes))
    if request.method == "POST":
        try:
            sure(request, now=now)
            minutes = int(wanted) if wanted.isdecimal() and len(wanted) < 3 else 0
            set_lock_minutes(device=request.device, minutes=minutes)
            return done("lock")
        except DomainError as refusal:
            trouble, status = refusal.message, refusal.status
    context = {"times": LOCK_MINUTES, "chosen": wanted, "trouble": trouble}
    context["ask_pin"] = asks_pin(request, now=now)
    return render(request, "portal/lock.html", context, status=status)


@require_http_methods(["GET", "POST"])
def phones(request: HttpRequest) -> HttpResponse:
    """All that open what is hers; another one can be ended from here."""
    if request.mother is None:
        return to_unlock(request)
    now, trouble, status = timezone.now(), "", 200
    if request.method == "POST":
        try:
            sure(request, now=now)
            forget_device(device=_another(request), now=now)
            return redirect(f"{request.path}?done=1#done")
        except DomainError as refusal:
            trouble, status = refusal.message, refusal.status
    context = {"phones": _hers(request), "here": request.device.public_id, "trouble": trouble}
    context |= {"ask_pin": asks_pin(request, now=now), "done": "done" in request.GET}
    return render(request, "portal/phones.html", context, status=status)


@require_safe
def hide(request: HttpRequest) -> HttpResponse:
    """What a phone shows whatever we do, said plainly. Open to everyone."""
    return render(request, "portal/hide.html")


@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Let this phone go: at once, with no more questions."""
    if request.mother is None:
        return to_unlock(request)
    if request.method == "GET":
        return render(request, "portal/forget.html")
    forget_device(device=request.device, now=timezone.now())
    return cleared(request, "portal/forgotten.html")


def cleared(request: HttpRequest, template: str) -> HttpResponse:
    """The last page on a phone that is nobody's any more: nothing of ours stays in its browser."""
    request.device = request.mother = None
    response = render(request, template)
    forget_cookies(response)
    for name in (ASKED_COOKIE, LINK_COOKIE):
        response.delete_cookie(name, path="/d/", samesite="Lax")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path="/", samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _hers(request: HttpRequest) -> list[Device]:
    """Live ones, this one first. When it was opened with the other PIN is nobody's business."""
    found = request.mother.devices.filter(revoked_at=None).annotate(
        opened=Max("unlocks__opened_at", filter=Q(unlocks__plain=False))
    )
    return sorted(found.order_by("created_at"), key=lambda one: one.pk != request.device.pk)


def _another(request: HttpRequest) -> Device:
    try:
        wanted = UUID(request.POST.get("phone", ""))
    except ValueError:
        wanted = None
    live = request.mother.devices.filter(revoked_at=None).exclude(pk=request.device.pk)
    found = live.filter(public_id=wanted).first()
    if found is None:
        raise BadInput(_("Choose one of the phones shown."), field="phone")
    return found
