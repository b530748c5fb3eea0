"""A link on paper or screen that pairs one phone with one mother."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import Gone
from kernel.ids import new_token, token_hash
from people.models import Device, Invitation, Participant, User


@dataclass(frozen=True)
class Paired:
    """The phone and the secret its cookie carries."""

    device: Device
    token: str


def invite(*, participant: Participant, by: User, now: datetime) -> str:
    """A new link's token, valid for seven days; the link before it stops working."""
    token = new_token()
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)
        revoke_invitations(participant=participant, now=now)
        Invitation.objects.create(
            participant=participant,
            token_hash=token_hash(token),
            created_at=now,
            created_by=by,
            expires_at=now + timedelta(days=settings.INVITATION_DAYS),
        )
    return token


def revoke_invitations(*, participant: Participant, now: datetime) -> int:
    """Open links of hers stop working."""
    return Invitation.objects.filter(
        participant=participant, revoked_at=None, consumed_at=None
    ).update(revoked_at=now)


def read_invitation(*, token: str, now: datetime) -> Invitation:
    """The open invitation of this token, without using it up. Raises Gone, saying why."""
    invitation = (
        Invitation.objects.select_related("participant")
        .filter(token_hash=token_hash(token))
        .first()
    )
    reason = _why_shut(invitation, now)
    if reason or invitation is None:
        raise Gone(reason or "", code="invitation")
    return invitation


def consume_invitation(*, token: str, nonce: str, now: datetime) -> Paired:
    """Pair this phone: the invitation is used up.

    The form's nonce lets the very same request be repeated for ten minutes (its answer may have
    been lost on the way): it gets the same phone with a fresh secret, as long as no PIN is set.
    Raises Gone with the reason when the link is used, revoked or too old.
    """
    secret = new_token()
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("participant", "device")
            .filter(token_hash=token_hash(token))
            .first()
        )
        device = _repeated(invitation, nonce, now)
        if device is not None:
            device.token_hash = token_hash(secret)
            device.save(update_fields=["token_hash"])
            return Paired(device, secret)
        reason = _why_shut(invitation, now)
        if reason or invitation is None:
            raise Gone(reason or "", code="invitation")
        device = Device.objects.create(
            participant=invitation.participant, token_hash=token_hash(secret), created_at=now
        )
        invitation.consumed_at, invitation.device = now, device
        invitation.nonce_hash = token_hash(nonce)
        invitation.save(update_fields=["consumed_at", "device", "nonce_hash"])
    return Paired(device, secret)


def _repeated(invitation: Invitation | None, nonce: str, now: datetime) -> Device | None:
    """The phone this very form paired a moment ago, while no PIN guards it yet."""
    if invitation is None or not nonce or not invitation.consumed_at:
        return None
    window = timedelta(seconds=settings.INVITATION_NONCE_SECONDS)
    fresh = now - invitation.consumed_at <= window
    device = invitation.device
    if not fresh or device is None or device.revoked_at or device.pin_hash:
        return None
    return device if invitation.nonce_hash == token_hash(nonce) else None


def _why_shut(invitation: Invitation | None, now: datetime) -> str | None:
    if invitation is None:
        return _("This link does not work. Check that it is whole, or ask for a new one.")
    if invitation.participant.status != Participant.Status.ACTIVE:
        return _("This link does not work any more.")
    if invitation.consumed_at:
        return _("This link was already used on a phone. For another phone, ask for a new link.")
    if invitation.revoked_at:
        return _("There is a newer link for you. Please use that one.")
    if invitation.expires_at <= now:
        return _("This link is too old. It worked for 7 days. Please ask for a new one.")
    return None
