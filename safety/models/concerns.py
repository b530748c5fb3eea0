"""Concerns: raised by a rule, acknowledged by a person, closed with what was done."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models import Membership, Participant, User
from safety.models.duty import Duty


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Concerns by whose they are."""

    def visible_to(self, user: User) -> "ConcernQuerySet":
        """Of mothers whose answers this person may read; and, while it is not closed, any concern
        of a clinic where this clinician is on duty or back-up, is mailed its concerns, or was
        handed this one: whoever is called must see why."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Participant.objects.clinical_for(user)
        clinics = user.clinics_as(Membership.Role.CLINICIAN)
        called = clinics.filter(
            Q(pk__in=Duty.objects.live(now=Now()).filter(user=user).values("clinic"))
            | Q(concern_email__iexact=user.email)
        )
        handed = Q(handed_to=user, participant__clinic__in=clinics)
        return self.filter(
            Q(participant__in=mine)
            | (Q(closed_at=None) & (Q(participant__clinic__in=called) | handed))
        )

    def known_to_admin(self, user: User) -> "ConcernQuerySet":
        """Not closed, at a clinic this person is admin of: that it waits, never what she said."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        clinics = user.clinics_as(Membership.Role.CLINIC_ADMIN)
        return self.filter(participant__clinic__in=clinics, closed_at=None)

    def open(self) -> "ConcernQuerySet":
        """Not acknowledged yet."""
        return self.filter(acknowledged_at=None)


@track()
class Concern(models.Model):
    """Something a person must look at. Raised in the transaction of what caused it.

    What causes another on the same day of hers joins it as a second source: it takes the more
    urgent tier, and must be acknowledged again.
    """

    privacy = Policy(hers=True, erase="shred")

    class Tier(models.TextChoices):
        NOW = "now", "Now"
        TODAY = "today", "Today"
        NEXT_VISIT = "next_visit", "Next visit"

    class ClosedAs(models.TextChoices):
        CALLED = "called", "Called her"
        VISIT = "visit", "Saw her"
        EMERGENCY = "emergency", "Medical emergency"
        CHILD_REPORT = "child_report", "Child-abuse report"
        LEGAL = "legal", "Threat to others: legal"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="concerns")
    tier = models.CharField(max_length=12, choices=Tier.choices)
    # Her local day on which its sources happened.
    day = models.DateField()
    happened_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    # From when the ladder counts: when the last source came in, or the tier rose.
    waiting_since = models.DateTimeField()
    handed_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_as = models.CharField(max_length=12, choices=ClosedAs.choices, blank=True)
    what_was_done = EncryptedTextField(blank=True, default="")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["participant", "day"], name="concern_of_day"),
            models.Index(
                fields=["waiting_since"],
                condition=models.Q(acknowledged_at=None),
                name="concern_unacknowledged",
            ),
        ]


class ConcernSource(models.Model):
    """One thing that caused a concern: the rule it set off, and where it stands."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        ANSWER = "answer"
        GAP = "gap"
        PRACTICE = "practice"

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="sources")
    rule = models.CharField(max_length=60)
    tier = models.CharField(max_length=12, choices=Concern.Tier.choices)
    # By kind and uuid: an answer's rows are above this one.
    kind = models.CharField(max_length=20, choices=Kind.choices)
    source_id = models.UUIDField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "source_id"], name="one_source_per_cause")
        ]
