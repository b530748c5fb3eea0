"""Instruments in use: which battery she has, each administration, every answer ever given."""

import uuid

from django.db import models

from catalog.models import ContentVersion
from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models import Participant, User
from schedule.models import AnchorRevision, Deposit, Occurrence, SaidQuerySet


@track()
class Battery(models.Model):
    """A battery of instruments assigned to one mother; its rule makes the check-ins."""

    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="batteries")
    content = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    # A clinician asked for it although a loss was recorded in the two weeks before.
    asked_after_loss = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "batteries"
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "content"],
                condition=models.Q(ended_at=None),
                name="one_live_battery",
            )
        ]


class AdministrationQuerySet(models.QuerySet["Administration"]):
    """Administrations by whose eyes they are for."""

    def visible_to(self, user: User) -> "AdministrationQuerySet":
        """Only of mothers whose answers this person may read."""
        return self.filter(participant__in=Participant.objects.clinical_for(user))


@track()
class Administration(models.Model):
    """One instrument, one mother, one window (or one session step)."""

    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="administrations")
    instrument = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    # How she was addressed when it began: which wording variant she saw.
    addressed = models.CharField(max_length=20)
    occurrence = models.ForeignKey(
        Occurrence, models.CASCADE, null=True, blank=True, related_name="administrations"
    )
    # The session step that asked, when one did ("<assigned uuid>/<step code>").
    asked_by = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = AdministrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "instrument"],
                condition=models.Q(asked_by=""),
                name="one_administration_per_window",
            ),
            models.UniqueConstraint(
                fields=["participant", "asked_by", "instrument"],
                condition=~models.Q(asked_by=""),
                name="one_administration_per_step",
            ),
        ]


class Answer(models.Model):
    """What she said to one item, once. Never changed: saying it again is another row."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Timing(models.TextChoices):
        IN_TIME = "in_time"
        ARRIVED_LATE = "arrived_late"
        AFTER_CLOSE = "after_close"

    deposit = models.OneToOneField(Deposit, models.CASCADE, related_name="answer")
    administration = models.ForeignKey(Administration, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)
    # Exactly one of these: a number, her own words (encrypted), or "I'd rather not say".
    number = models.IntegerField(null=True, blank=True)
    text = EncryptedTextField(null=True, blank=True)
    declined = models.BooleanField(default=False)
    content = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    timing = models.CharField(max_length=12, choices=Timing.choices)
    # Age by the clock that ran then, in days, and the anchor revision it was computed from.
    gestational_day = models.IntegerField(null=True, blank=True)
    infant_day = models.IntegerField(null=True, blank=True)
    anchor = models.ForeignKey(AnchorRevision, models.PROTECT, null=True, related_name="+")

    objects = SaidQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["administration", "item"], name="answer_item")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(number__isnull=False, text__isnull=True, declined=False)
                    | models.Q(number__isnull=True, text__isnull=False, declined=False)
                    | models.Q(number__isnull=True, text__isnull=True, declined=True)
                ),
                name="answer_is_one_thing",
            )
        ]
