"""Which phone, opened how, invited by whom. Secrets are stored hashed."""

import uuid

from django.db import models
from django.db.models import Q

from kernel.history import track
from kernel.privacy import Policy
from people.models.mothers import Participant
from people.models.staff import User


@track(exclude=["token_hash", "pin_hash", "second_pin_hash", "guesses"])
class Device(models.Model):
    """One browser on one phone. The cookie says which; the PIN opens it."""

    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=255, blank=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    # Wrong PINs since the PIN itself was last right: the second PIN does not set this back.
    guesses = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    # Opens a plain page with a few empty notes instead; taught by the clinic, never named here.
    second_pin_hash = models.CharField(max_length=255, blank=True)
    # After how many minutes out of sight the phone is shut: hers to choose.
    lock_minutes = models.PositiveSmallIntegerField(default=1)
    # The phone's own key (P-256, as a JWK): what waits there is signed with it.
    signing_key = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    @property
    def actor(self) -> str:
        """How the audit names this phone."""
        return f"phone:{self.public_id}"


class Unlock(models.Model):
    """The phone is open: one row from a right PIN until Leave, idle time or a new unlock."""

    privacy = Policy(hers=False, erase="delete", why="secrets of a moment")

    device = models.ForeignKey(Device, models.CASCADE, related_name="unlocks")
    token_hash = models.CharField(max_length=64, unique=True)
    # Of the script-readable companion cookie: Leave deletes that one without the network.
    companion_hash = models.CharField(max_length=64)
    # Opened with the second PIN: a plain page, nothing of hers.
    plain = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    used_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


@track(exclude=["token_hash", "nonce_hash"])
class Invitation(models.Model):
    """A link that pairs one phone, once, within seven days; the next one revokes it."""

    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    consumed_at = models.DateTimeField(null=True, blank=True)
    # The form that consumed it may ask again for ten minutes: its answer may have been lost.
    nonce_hash = models.CharField(max_length=64, blank=True)
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="invitations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(revoked_at=None, consumed_at=None),
                name="one_open_invitation",
            )
        ]
