"""From the link to an open phone: invitation, PIN, unlock, Leave."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.errors import BadInput, DomainError, Gone, Throttled
from kernel.ids import new_token
from people.devices import close_cookies, open_cookies, remember_device
from people.services import change_pin, consume_invitation, lock, read_invitation, set_pin, unlock
from portal.forms import ChangePinForm, PinForm, UnlockForm
from portal.views.doors import after_unlock, to_unlock

# The link's secret waits here between the link and the button, so that no page's address has it.
LINK_COOKIE = "link"
LINK_SECONDS = 60 * 60
# What kernel.ids.new_token makes; anything else may not even be a cookie.
LINK_SECRET = re.compile(r"[A-Za-z0-9_-]{20,64}")


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link: uses nothing up (a mail scanner may open it), moves to a clean address."""
    response = redirect("portal:welcome")
    if not LINK_SECRET.fullmatch(token):
        return response
    response.set_cookie(
        LINK_COOKIE,
        token,
        max_age=LINK_SECONDS,
        path="/d/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """One button; pressing it pairs this phone."""
    token = request.COOKIES.get(LINK_COOKIE, "")
    now = timezone.now()
    try:
        if request.method == "POST":
            nonce = request.POST.get("nonce", "")
            paired = consume_invitation(token=token, nonce=nonce, now=now)
            response = redirect("portal:pin")
            remember_device(response, paired.token)
            return response
        read_invitation(token=token, now=now)
    except Gone as gone:
        if request.device and not request.device.pin_hash:
            return redirect("portal:pin")
        context = {"reason": gone.message}
        return render(request, "portal/refused_link.html", context, status=gone.status)
    return render(request, "portal/welcome.html", {"nonce": new_token()})


@require_http_methods(["GET", "POST"])
def pin(request: HttpRequest) -> HttpResponse:
    """Choose the first PIN, or (while open) another one."""
    device = request.device
    if device is None or (device.pin_hash and request.mother is None):
        return to_unlock(request)
    changing = bool(device.pin_hash)
    form = (ChangePinForm if changing else PinForm)(
        request.POST if request.method == "POST" else None
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return _set_or_change(request, form.cleaned_data, changing)
            except (BadInput, Throttled) as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, refusal.message
                )
                status = refusal.status
    context = {"form": form, "changing": changing}
    return render(request, "portal/pin.html", context, status=status)


def _set_or_change(request: HttpRequest, data: dict, changing: bool) -> HttpResponse:
    now = timezone.now()
    if changing:
        change_pin(device=request.device, old=data["old"], new=data["pin"], now=now)
        return redirect(f"{reverse('portal:settings')}?done=pin")
    set_pin(device=request.device, pin=data["pin"], now=now)
    response = redirect("portal:today")
    open_cookies(response, *unlock(device=request.device, pin=data["pin"], now=now))
    response.delete_cookie(LINK_COOKIE, path="/d/", samesite="Lax")
    return response


@require_http_methods(["GET", "POST"])
def unlock_page(request: HttpRequest) -> HttpResponse:
    """The PIN opens this phone; too many wrong ones make it wait, and say how long."""
    if request.plain and request.method == "GET":
        return redirect("portal:today")
    device = request.plain.device if request.plain else request.device
    if device is None:
        return render(
            request, "portal/unpaired.html", status=200 if request.method == "GET" else 403
        )
    if not device.pin_hash:
        return redirect("portal:pin")
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "GET" and request.mother:
        return redirect(after_unlock(wanted))
    form = UnlockForm(request.POST if request.method == "POST" else None)
    trouble, status, wait = "", 200, 0
    if request.method == "POST" and not form.is_valid():
        trouble, status = form.errors["pin"][0], 400
    elif request.method == "POST":
        try:
            tokens = unlock(device=device, pin=form.cleaned_data["pin"], now=timezone.now())
        except DomainError as refusal:
            trouble, status = refusal.message, refusal.status
            wait = getattr(refusal, "retry_after", 0)
        else:
            response = redirect(after_unlock(wanted))
            open_cookies(response, *tokens)
            return response
    context = {"form": form, "trouble": trouble, "next": wanted}
    response = render(request, "portal/unlock.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


# Leaving must never meet an error page, so it needs no token: all a forged one could do is lock.
@csrf_exempt
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Lock, and be somewhere else."""
    device = request.plain.device if request.plain else request.device
    if device:
        lock(device=device, now=timezone.now())
    response = redirect("away")
    close_cookies(response)
    return response
