"""Opening, shutting and forgetting a phone."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import BadInput, Gone, NotAllowed, Throttled
from kernel.ids import new_token, token_hash
from people.models import Device, Invitation, Unlock
from people.pins import LAST_GUESS, LAST_TRY, weakness
from people.pins import wait_after as wait_after_wrong

# Behind the PIN she has, on the page that changes it: how the clinic sets the second one with her.
SECOND = "00"
LOCK_MINUTES = (1, 2, 5, 10, 15)
COUNTED = ["wrong_pins", "guesses", "locked_until"]


def set_pin(*, device: Device, pin: str, now: datetime) -> None:
    """The first PIN of a paired phone. Raises BadInput (weak) or NotAllowed (it has one)."""
    _refuse_weak(pin)
    hashed = make_password(pin)
    if not Device.objects.filter(pk=device.pk, pin_hash="").update(pin_hash=hashed):
        raise NotAllowed(_("This phone already has a PIN. Open it with that one."))
    device.pin_hash = hashed


def unlock(*, device: Device, pin: str, now: datetime) -> tuple[str, str]:
    """Open the phone: the tokens of the two cookies. With the second PIN it opens plain.

    Wrong tries count on this phone alone, under a row lock, so that parallel guesses are tries
    one by one and nobody can shut her out from another phone. Raises Throttled (wait), BadInput
    (wrong) or Gone (too often: a new invitation is needed).
    """
    refusal: Exception | None = None
    with transaction.atomic():
        held = Device.objects.select_for_update().get(pk=device.pk)
        if held.revoked_at or _used_up(held) or not held.pin_hash:
            raise Gone(_("This phone needs a new link. Please ask for one."), code="new_link")
        if held.locked_until and held.locked_until > now:
            seconds = int((held.locked_until - now).total_seconds()) + 1
            raise Throttled(
                _("Please wait a little. You can try again in %(wait)s.")
                % {"wait": _spoken(seconds)},
                retry_after=seconds,
            )
        right, plain = _tried(held, pin)
        if right or plain:
            # To the eye either sets the count back. What was guessed beside the first is counted
            # apart: the second PIN would buy endless guesses at it.
            held.wrong_pins, held.locked_until = 0, None
            held.guesses = 0 if right else held.guesses
            held.save(update_fields=COUNTED)
            return _open(held, now, plain=not right)
        _count_wrong(held, now)
        held.save(update_fields=COUNTED)
        refusal = _refusal(held)
    raise refusal


def change_pin(*, device: Device, old: str, new: str, now: datetime) -> None:
    """A new PIN for a phone that is open; the old one is asked again, throttled the same way.

    The old PIN with SECOND behind it makes the new one the second PIN instead, in the same words
    (docs/clinical.md); the PIN she has, given as the new one there, ends the second.
    """
    _refuse_weak(new)
    with transaction.atomic():
        held = _held_for_pin(device, now)
        right = check_password(old, held.pin_hash)
        taught = old.endswith(SECOND) and check_password(old.removesuffix(SECOND), held.pin_hash)
        if right:
            held.pin_hash, held.wrong_pins, held.guesses = make_password(new), 0, 0
            if held.second_pin_hash and check_password(new, held.second_pin_hash):
                held.second_pin_hash = ""
        elif taught:
            same = check_password(new, held.pin_hash)
            held.second_pin_hash = "" if same else make_password(new)
            held.wrong_pins = held.guesses = 0
        else:
            _count_wrong(held, now)
        held.save(update_fields=["pin_hash", "second_pin_hash", *COUNTED])
    if not right and not taught:
        raise BadInput(_("The old PIN is not right. Nothing was changed."), field="old")


def check_pin(*, device: Device, pin: str, now: datetime) -> None:
    """The PIN once more, before something that cannot be undone, throttled the same way.

    Raises BadInput (wrong), Throttled (wait) or Gone (too often).
    """
    with transaction.atomic():
        held = _held_for_pin(device, now)
        right = check_password(pin, held.pin_hash)
        if right:
            held.wrong_pins = held.guesses = 0
        else:
            _count_wrong(held, now)
        held.save(update_fields=COUNTED)
    if not right:
        raise BadInput(_("That PIN is not right. Please try again."), field="pin", code="wrong_pin")


def set_lock_minutes(*, device: Device, minutes: int) -> None:
    """After how long out of sight this phone is shut. Raises BadInput."""
    if minutes not in LOCK_MINUTES:
        raise BadInput(_("Choose one of the times shown."), field="minutes")
    Device.objects.filter(pk=device.pk).update(lock_minutes=minutes)
    device.lock_minutes = minutes


def lock(*, device: Device, now: datetime) -> None:
    """Leave: every unlock of this phone ends. Her answers stay."""
    Unlock.objects.filter(device=device, ended_at=None).update(ended_at=now)


def forget_device(*, device: Device, now: datetime) -> None:
    """She lets this phone go: it is nobody's until a new invitation."""
    with transaction.atomic():
        lock(device=device, now=now)
        Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now)
        Invitation.objects.filter(device=device).update(nonce_hash="")


def revoke_device(*, device: Device, now: datetime) -> None:
    """Staff shut a lost phone out, at once."""
    forget_device(device=device, now=now)


def _tried(held: Device, pin: str) -> tuple[bool, bool]:
    """Whether it is the PIN, and whether the second one. Both are worked out each time, also
    where there is no second: how long it takes says nothing."""
    right = check_password(pin, held.pin_hash)
    second = check_password(pin, held.second_pin_hash or held.pin_hash)
    return right, second and bool(held.second_pin_hash)


def _held_for_pin(device: Device, now: datetime) -> Device:
    held = Device.objects.select_for_update().get(pk=device.pk)
    if held.revoked_at or _used_up(held):
        raise Gone(_("This phone needs a new link. Please ask for one."), code="new_link")
    if held.locked_until and held.locked_until > now:
        raise Throttled(_("Please wait a little, then try again."), retry_after=30)
    return held


def _used_up(held: Device) -> bool:
    return held.wrong_pins >= LAST_TRY or held.guesses >= LAST_GUESS


def _count_wrong(held: Device, now: datetime) -> None:
    held.wrong_pins += 1
    held.guesses += 1
    wait = wait_after_wrong(held.wrong_pins)
    held.locked_until = now + wait if wait else None


def _open(device: Device, now: datetime, *, plain: bool) -> tuple[str, str]:
    token, companion = new_token(), new_token()
    lock(device=device, now=now)
    Unlock.objects.create(
        device=device,
        token_hash=token_hash(token),
        companion_hash=token_hash(companion),
        plain=plain,
        opened_at=now,
        used_at=now,
    )
    return token, companion


def _refuse_weak(pin: str) -> None:
    minimum = settings.PIN_MIN_DIGITS
    reasons = {
        "not_digits": _("A PIN is made of digits only."),
        "too_short": _("Use %(count)d digits or more.") % {"count": minimum},
        "too_long": _("Use 12 digits or fewer."),
        "run": _("That PIN is easy to guess. Please pick another, not a row like 123456."),
    }
    weak = weakness(pin, minimum=minimum)
    if weak:
        raise BadInput(reasons[weak], field="pin", code=weak)


def _refusal(held: Device) -> Exception:
    wait = wait_after_wrong(held.wrong_pins)
    if _used_up(held):
        return Gone(_("That was not it. This phone now needs a new link."), code="new_link")
    if wait:
        return Throttled(
            _("That PIN is not right. You can try again in %(wait)s.")
            % {"wait": _spoken(int(wait.total_seconds()))},
            retry_after=int(wait.total_seconds()),
            code="wrong_pin",
        )
    return BadInput(_("That PIN is not right. Please try again."), field="pin", code="wrong_pin")


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return _("%(count)d seconds") % {"count": seconds}
    return _("%(count)d minutes") % {"count": -(-seconds // 60)}
