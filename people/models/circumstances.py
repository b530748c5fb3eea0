"""What is true about her now: her place, her medication, how to reach her without harm.

Each row says since when, who recorded it and when; what stood there before is in its history
table. How she wants to be addressed is apart from all of it (`Participant.addressed`).
"""

import uuid

from django.db import models
from django.db.models import Q

from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models.mothers import Participant
from people.models.staff import User


class Recorded(models.Model):
    """Who said so and when: a person of staff, or she herself (`by_her`, without a person)."""

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_her = models.BooleanField(default=False)

    class Meta:
        abstract = True


@track()
class Stay(Recorded):
    """Where she lives now. Without a row nobody has said."""

    privacy = Policy(hers=True, erase="delete")

    class Place(models.TextChoices):
        HOME = "home", "At home"
        RESIDENTIAL = "residential", "Residential care"
        HOSPITAL = "hospital", "In hospital"
        DETOX = "detox", "In detox"
        JAIL = "jail", "In jail or prison"

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="stay")
    place = models.CharField(max_length=12, choices=Place.choices)
    since = models.DateField()


class PeriodQuerySet(models.QuerySet["MedicationStatus"]):
    """Periods that were not taken back."""

    def standing(self) -> "PeriodQuerySet":
        """As they hold today, the latest first."""
        return self.filter(undone_at=None).order_by("-since", "-recorded_at", "-pk")


@track()
class MedicationStatus(Recorded):
    """One period of one medication. It is treatment: nothing may treat it as use."""

    privacy = Policy(hers=True, erase="delete")

    class Medication(models.TextChoices):
        METHADONE = "methadone", "Methadone"
        BUPRENORPHINE = "buprenorphine", "Buprenorphine"
        NALTREXONE = "naltrexone", "Naltrexone"
        NONE = "none", "None"
        UNKNOWN = "unknown", "Not known"

    class State(models.TextChoices):
        ON = "on", "Takes it"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="medication")
    medication = models.CharField(max_length=16, choices=Medication.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    since = models.DateField()
    # The last day of the period; empty while it lasts.
    until = models.DateField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "medication statuses"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="medication_ends_after_it_begins",
            )
        ]


@track()
class Naloxone(Recorded):
    """Whether naloxone is at hand, and where. Hers to say."""

    privacy = Policy(hers=True, erase="delete")

    class AtHand(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="naloxone")
    at_hand = models.CharField(max_length=4, choices=AtHand.choices)
    where = EncryptedTextField(blank=True, default="")


@track()
class SafeContact(Recorded):
    """How she may be reached without putting her in danger. Shown first when a concern opens."""

    privacy = Policy(hers=True, erase="delete")

    class SendHome(models.TextChoices):
        UNSAID = "", "Not said"
        YES = "yes", "Yes"
        ONLY_IF = "only_if", "Only if"
        NO = "no", "No"

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="safe_contact")
    hours = EncryptedTextField(blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    may_answer = EncryptedTextField(blank=True, default="")
    never_know = EncryptedTextField(blank=True, default="")
    send_home = models.CharField(
        max_length=8, choices=SendHome.choices, default=SendHome.UNSAID, blank=True
    )
    send_home_if = EncryptedTextField(blank=True, default="")


@track()
class StateChange(models.Model):
    """One thing recorded about her state, with what stood there before: enough to take it back."""

    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        DUE_DATE = "due_date", "Due date"
        PREGNANCY = "pregnancy", "A new pregnancy"
        BIRTH = "birth", "A birth"
        LOSS = "loss", "A loss"
        CUSTODY = "custody", "Where a child lives"
        STAY = "stay", "Where she lives"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Rows as they were: [{"model": "people.pregnancy", "pk": 1, "fields": {…} or null}].
    # Null fields: the row did not exist. Written and read by pathway only.
    before = models.JSONField()
    # What it did, for staff to read: {"moves": 9, "keeps": 4, …}.
    effect = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
