"""What she did, in a session and outside one. Append-only."""

from typing import Self

from django.db import models

from kernel.crypto import EncryptedTextField
from kernel.privacy import Policy
from people.models import Device, Participant
from schedule.models import Deposit, SaidQuerySet
from sessions.models.courses import AssignedSession


class Dose(models.Model):
    """What a practice really was: which cut, on what attention rested, how long, how it felt.

    `seconds` ran in view: a hidden page does not count. Of a step only `reached` they say how far
    in she was, to go on from there on any phone of hers. `before` and `after` are hers from 0
    (fine) to 10 (very hard), where she gave them.
    """

    class Cut(models.TextChoices):
        FULL = "full"
        FIVE = "five"
        TWO = "two"

    cut = models.CharField(max_length=4, choices=Cut.choices, blank=True)
    anchor = models.CharField(max_length=12, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class StepEntry(Dose):
    """Something she did at a step: reached it, finished it, left or stopped it, wrote something."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Event(models.TextChoices):
        REACHED = "reached"
        DONE = "done"
        LEFT = "left"
        STOPPED = "stopped"
        REFLECTION = "reflection"

    deposit = models.OneToOneField(Deposit, models.CASCADE, related_name="entry")
    assigned = models.ForeignKey(AssignedSession, models.CASCADE, related_name="entries")
    step = models.CharField(max_length=60)
    event = models.CharField(max_length=12, choices=Event.choices)
    text = EncryptedTextField(null=True, blank=True)
    # A worksheet: her words and numbers by field code, as JSON.
    fields = EncryptedTextField(null=True, blank=True)
    language = models.CharField(max_length=5)

    objects = SaidQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assigned", "step"], name="entry_step")]


class PracticeEntry(Dose):
    """A practice outside a session: here on the phone, or somewhere away from it."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Event(models.TextChoices):
        DONE = "done"
        LEFT = "left"
        STOPPED = "stopped"

    deposit = models.OneToOneField(Deposit, models.CASCADE, related_name="practice")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="practices")
    # "<curriculum>@<version>/<session>/<step>", which content it was.
    practice = models.CharField(max_length=160)
    event = models.CharField(max_length=8, choices=Event.choices)
    away = models.BooleanField(default=False)

    objects = SaidQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "practice entries"


class HardMomentQuerySet(SaidQuerySet):
    """Hard moments by who reads them."""

    def shared(self) -> Self:
        """Those her clinic reads: she said so when she kept it, and has not taken it back."""
        return self.standing().filter(shared=True, kept_back=None)


class HardMoment(models.Model):
    """A hard moment she chose to keep: for herself, or for her clinic too.

    How often is never shown as worse.
    """

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    deposit = models.OneToOneField(Deposit, models.CASCADE, related_name="moment")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="moments")
    intensity = models.PositiveSmallIntegerField(null=True, blank=True)
    control = models.PositiveSmallIntegerField(null=True, blank=True)
    skill = models.CharField(max_length=20, blank=True)
    what = EncryptedTextField(blank=True, default="")
    # Her clinic may read it: as she said when she kept it (KeptBack: and until when).
    shared = models.BooleanField(default=False)

    objects = HardMomentQuerySet.as_manager()


class KeptBack(models.Model):
    """She had let her clinic read a hard moment; from then on it is hers alone."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    moment = models.OneToOneField(HardMoment, models.CASCADE, related_name="kept_back")
    device = models.ForeignKey(Device, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "kept back"


class HarmRecord(models.Model):
    """A practice was not good for her: she said so, or felt two or more worse after it."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        NOT_GOOD = "not_good", "She said it is not good for her"
        WORSE = "worse", "Two or more worse than before"

    deposit = models.OneToOneField(Deposit, models.CASCADE, related_name="harm")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="harms")
    practice = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
