"""The three cookies of a mother's phone, read and written in one place.

`phone` says which device, `open` that the PIN was right, `here` is the companion that scripts can
read and delete: without it the unlock is void, so that Leave works with no network at all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from kernel.ids import token_hash
from kernel.rows import ask, columns, read
from people.models import Clinic, Device, Participant, Unlock

COMPANION = "here"
_COLUMNS = [
    columns(model, alias)
    for model, alias in (
        (Device, "device"),
        (Participant, "mother"),
        (Clinic, "clinic"),
        (Unlock, "unlock"),
    )
]
# A phone by its cookie with whose it is, what opened it since, and whether her yes to care holds.
_KNOWN = """
    SELECT {}, {}, {}, EXISTS (
        SELECT FROM people_consent consent
        WHERE consent.participant_id = mother.id AND consent.purpose = 'care'
        AND consent.given_at <= %s AND coalesce(consent.expires_at > %s, TRUE)
        AND coalesce(consent.revoked_at > %s, TRUE)
    ), unlock.id IS NOT NULL, {}
    FROM people_device device
    JOIN people_participant mother ON mother.id = device.participant_id
    JOIN people_clinic clinic ON clinic.id = mother.clinic_id
    LEFT JOIN people_unlock unlock
        ON unlock.device_id = device.id AND unlock.token_hash = %s
        AND unlock.ended_at IS NULL AND unlock.used_at > %s
    WHERE device.token_hash = %s
""".format(*_COLUMNS)  # noqa: S608 - names of our own models


def cookie_name(name: str) -> str:
    """With TLS the browser itself guards the name: __Host- needs Secure, Path=/ and no Domain."""
    return f"__Host-{name}" if settings.SECURE else name


@dataclass(frozen=True)
class Known:
    """What a request's cookies say: which phone, whether she agreed, what opened it.

    Also a phone that has ended: what still waits there was hers.
    """

    device: Device
    agreed: bool
    unlock: Unlock | None


def known_by(request: HttpRequest, *, now: datetime) -> Known | None:
    """All of it in one look; each page asked for keeps an open phone open longer.

    An unlock is void without its companion, and of a phone that has ended.
    """
    token = request.COOKIES.get(cookie_name("phone"), "")
    if not token:
        return None
    opened = request.COOKIES.get(cookie_name("open"), "")
    since = now - timedelta(seconds=settings.UNLOCK_IDLE_SECONDS)
    found = ask(_KNOWN, [now, now, now, token_hash(opened), since, token_hash(token)])
    if found is None:
        return None
    values = iter(found)
    device, mother, clinic = (read(one, values) for one in (Device, Participant, Clinic))
    device.participant, mother.clinic = mother, clinic
    agreed = next(values)
    unlock = read(Unlock, values) if next(values) else None
    if unlock is None or has_ended(device) or not _beside(request, unlock):
        return Known(device, agreed, None)
    unlock.device = device
    _keep_open(unlock, now)
    return Known(device, agreed, unlock)


def _beside(request: HttpRequest, unlock: Unlock) -> bool:
    companion = request.COOKIES.get(COMPANION, "")
    return constant_time_compare(unlock.companion_hash, token_hash(companion))


def _keep_open(unlock: Unlock, now: datetime) -> None:
    if now - unlock.used_at > timedelta(seconds=30):
        Unlock.objects.filter(pk=unlock.pk).update(used_at=now)


def has_ended(device: Device) -> bool:
    """Shut out, forgotten, or of a mother who left: it opens nothing and stores nothing."""
    active = device.participant.status == Participant.Status.ACTIVE
    return device.revoked_at is not None or not active


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
