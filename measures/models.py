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
    # Planned missing: the blocks she was given, drawn with this seed; empty: the battery has none.
    blocks = models.JSONField(default=list, blank=True)
    seed = models.BigIntegerField(default=0)
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
    """One instrument, one mother, one window (or one session step).

    `language`, `wording_hash` and `mode` say what was put before her, and how: different wordings
    are never pooled silently. `not_asked` says why an item was not put, once it is finished.
    """

    privacy = Policy(hers=True, erase="delete")

    class Mode(models.TextChoices):
        SELF = "self", "She, on her phone"
        STAFF = "staff", "Read to her by staff"
        PAPER = "paper", "On paper, typed in by staff"

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
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.SELF)
    language = models.CharField(max_length=5, blank=True)
    wording_hash = models.CharField(max_length=64, blank=True)
    not_asked = models.JSONField(default=dict, blank=True)
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


@track()
class WordingImport(models.Model):
    """Licensed wording a site loaded for a questionnaire: what file, mapped how, by whom."""

    privacy = Policy(hers=False, erase="keep", why="about a text")

    class Format(models.TextChoices):
        FHIR = "fhir", "FHIR R4 Questionnaire"
        REDCAP = "redcap", "REDCap data dictionary"
        REPROSCHEMA = "reproschema", "reproschema"
        OURS = "ours", "YAML of this project"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The version it made.
    instrument = models.OneToOneField(ContentVersion, models.PROTECT, related_name="+")
    format = models.CharField(max_length=12, choices=Format.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # Item code here -> name or linkId in the file, as a person confirmed it.
    mapping = models.JSONField(default=dict)
    # What could not be run here (branching, calculations), kept as it stood.
    notes = models.JSONField(default=list)
    imported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()


class RecordedResult(models.Model):
    """A result somebody else scored (a proprietary form, a urine screen), as staff typed it in.

    Said again for the same day, the last row holds; taken back, none does.
    """

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="results")
    instrument = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    text = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    taken_back = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["participant", "instrument", "on"], name="result_day")]


class UseDay(models.Model):
    """One day of a timeline-followback calendar, for one substance. The last row of a day holds.

    `used` empty: she said that she does not know, or would rather not say. Hers or staff's,
    whoever filled the calendar in; medicine taken as agreed is no use and no row.
    """

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Period(models.TextChoices):
        DETAILED = "detailed", "Day by day"
        ESTIMATED = "estimated", "Estimated for a stretch of days"

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="use_days")
    day = models.DateField()
    substance = models.CharField(max_length=40)
    used = models.BooleanField(null=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    period = models.CharField(max_length=10, choices=Period.choices)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["participant", "day"], name="use_day")]
