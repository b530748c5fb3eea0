"""What she agreed to: purpose, who receives, which text, from and until."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from catalog.models import ContentVersion
from kernel.history import track
from kernel.privacy import Policy
from people.models.devices import Device
from people.models.mothers import Participant


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents by whether they hold."""

    def live(self, *, now: datetime) -> "ConsentQuerySet":
        """Given, not revoked, not expired at `now`."""
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now),
            Q(revoked_at=None) | Q(revoked_at__gt=now),
            given_at__lte=now,
        )


@track()
class Consent(models.Model):
    """One yes, to one text in one version and language. A no leaves no row."""

    privacy = Policy(hers=True, erase="keep", why="what allowed each disclosure that was made")

    class Purpose(models.TextChoices):
        CARE = "care", "Care"
        RESEARCH = "research", "Research"
        REMINDERS = "reminders", "Reminders"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    recipient_class = models.CharField(max_length=80)
    text = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    # Which phone said yes, and the name she signed with (42 CFR 2.31 asks for a signature).
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "purpose"],
                condition=Q(revoked_at=None),
                name="one_live_consent",
            )
        ]
