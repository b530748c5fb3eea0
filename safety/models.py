"""Concerns: raised by a rule, acknowledged by a person, closed with what was done."""

import uuid

from django.db import models
from django.db.models import Q

from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models import Membership, Participant, User


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Concerns by whose they are."""

    def visible_to(self, user: User) -> "ConcernQuerySet":
        """Of mothers whose answers this person may read; and, while it is not closed, any concern
        of a clinic that mails its concerns to this clinician: whoever is called must see why."""
        mine = Participant.objects.clinical_for(user)
        if not user.is_authenticated or not user.is_active:
            return self.none()
        called = user.clinics_as(Membership.Role.CLINICIAN).filter(concern_email__iexact=user.email)
        return self.filter(
            Q(participant__in=mine) | Q(participant__clinic__in=called, closed_at=None)
        )

    def open(self) -> "ConcernQuerySet":
        """Not acknowledged yet."""
        return self.filter(acknowledged_at=None)


@track()
class Concern(models.Model):
    """Something a person must look at. Raised in the transaction of the answer that caused it."""

    privacy = Policy(hers=True, erase="shred")

    class Tier(models.TextChoices):
        NOW = "now", "Now"
        TODAY = "today", "Today"
        NEXT_VISIT = "next_visit", "Next visit"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="concerns")
    tier = models.CharField(max_length=12, choices=Tier.choices)
    rule = models.CharField(max_length=60)
    # What raised it, by kind and uuid: safety sits below the rows that hold answers.
    source_kind = models.CharField(max_length=20)
    source_id = models.UUIDField()
    happened_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    what_was_done = EncryptedTextField(blank=True, default="")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "source_id"], name="one_concern_per_source")
        ]
        indexes = [
            models.Index(
                fields=["raised_at"],
                condition=models.Q(acknowledged_at=None),
                name="concern_unacknowledged",
            )
        ]
