"""The three cookies of a mother's phone, read and written in one place.

`phone` says which device, `open` that the PIN was right, `here` is the companion that scripts can
read and delete: without it the unlock is void, so that Leave works with no network at all.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from kernel.ids import token_hash
from people.models import Device, Participant, Unlock

COMPANION = "here"


def cookie_name(name: str) -> str:
    """With TLS the browser itself guards the name: __Host- needs Secure, Path=/ and no Domain."""
    return f"__Host-{name}" if settings.SECURE else name


def paired(request: HttpRequest) -> Device | None:
    """The phone whose cookie this is, also one that has ended: what still waits there was hers."""
    token = request.COOKIES.get(cookie_name("phone"), "")
    if not token:
        return None
    known = Device.objects.select_related("participant__clinic")
    return known.filter(token_hash=token_hash(token)).first()


def has_ended(device: Device) -> bool:
    """Shut out, forgotten, or of a mother who left: it opens nothing and stores nothing."""
    active = device.participant.status == Participant.Status.ACTIVE
    return device.revoked_at is not None or not active


def unlock_of(request: HttpRequest, *, now: datetime) -> Unlock | None:
    """The live unlock of request.device, or None."""
    token = request.COOKIES.get(cookie_name("open"), "")
    companion = request.COOKIES.get(COMPANION, "")
    if not (request.device and token and companion):
        return None
    since = now - timedelta(seconds=settings.UNLOCK_IDLE_SECONDS)
    unlock = (
        Unlock.objects.select_related("device__participant")
        .filter(
            device=request.device, token_hash=token_hash(token), ended_at=None, used_at__gt=since
        )
        .first()
    )
    if unlock and constant_time_compare(unlock.companion_hash, token_hash(companion)):
        return unlock
    return None


def opening_of(request: HttpRequest, *, now: datetime) -> Unlock | None:
    """What opened the phone, while it is open; each page asked for keeps it open longer."""
    unlock = unlock_of(request, now=now)
    if unlock and now - unlock.used_at > timedelta(seconds=30):
        Unlock.objects.filter(pk=unlock.pk).update(used_at=now)
    return unlock


def remember_device(response: HttpResponse, token: str) -> None:
    """This browser is that phone from now on."""
    _set(response, cookie_name("phone"), token, max_age=settings.DEVICE_DAYS * 86400)


def open_cookies(response: HttpResponse, token: str, companion: str) -> None:
    """The PIN was right: both cookies go when the browser closes."""
    _set(response, cookie_name("open"), token)
    _set(response, COMPANION, companion, httponly=False)


def close_cookies(response: HttpResponse) -> None:
    """Leave: the phone stays known, and shut."""
    for name in (cookie_name("open"), COMPANION):
        response.delete_cookie(name, path="/", samesite="Strict")


def forget_cookies(response: HttpResponse) -> None:
    """Forget this phone: no cookie of ours is left."""
    close_cookies(response)
    response.delete_cookie(cookie_name("phone"), path="/", samesite="Lax")


def _set(
    response: HttpResponse,
    name: str,
    value: str,
    *,
    max_age: int | None = None,
    httponly: bool = True,
) -> None:
    # Lax for the phone: a reminder's link must still find it. Strict for what opens it would
    # lock her out on every link; the PIN page is one tap away, so Strict is right there.
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/",
        secure=settings.SECURE,
        httponly=httponly,
        samesite="Lax" if max_age else "Strict",
    )
