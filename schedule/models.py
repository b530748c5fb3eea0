"""Anchors on her two clocks, rules that hang on them, what is expected, what phones handed in."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models import Device, Participant, User


class AnchorRevision(models.Model):
    """A date that windows are counted from, as it was known at a time; the highest number holds."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        ENROLMENT = "enrolment"
        COURSE_START = "course_start"
        DUE_DATE = "due_date"
        BIRTH = "birth"
        # The day after which the body may bear less: cards about it hang here and not on the
        # birth, because they stay when the birth clock must be silent.
        TOLERANCE = "tolerance"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="anchors")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # The pregnancy, infant or course it belongs to: a second pregnancy has anchors of its own.
    subject = models.UUIDField()
    number = models.PositiveIntegerField()
    # Empty: there is no such date any more (a birth recorded by mistake).
    on = models.DateField(null=True)
    source = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind", "subject", "number"], name="anchor_revision_number"
            )
        ]


@track()
class Rule(models.Model):
    """When something is expected of one mother, counted from an anchor of hers."""

    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        SESSION = "session"
        CHECK_IN = "check_in"
        CARD = "card"
        PRACTICE = "practice"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # What is expected: an assigned battery or a course, by uuid (both live in rows above), or
    # what a card is about (a tolerance gap, a pregnancy).
    subject = models.UUIDField()
    anchor_kind = models.CharField(max_length=20, choices=AnchorRevision.Kind.choices)
    anchor_subject = models.UUIDField()
    first_day = models.IntegerField()
    every_days = models.PositiveIntegerField()
    times = models.PositiveIntegerField()
    opens_at = models.TimeField()
    remind_at = models.TimeField()
    open_days = models.PositiveIntegerField()
    # Momentary prompts: so many a day at moments drawn with the seed, between two hours of her
    # clock and this far apart; none of it for anything else (`prompts_a_day` 0).
    prompts_a_day = models.PositiveSmallIntegerField(default=0)
    between_from = models.TimeField(null=True, blank=True)
    between_until = models.TimeField(null=True, blank=True)
    min_gap_minutes = models.PositiveIntegerField(default=0)
    stays_open_minutes = models.PositiveIntegerField(default=0)
    seed = models.BigIntegerField(default=0)
    # Counted from a birth: of a child born before 37 weeks from the due date instead.
    corrected_age = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(ended_at=None), name="one_live_rule_per_subject"
            )
        ]


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Occurrences by where they stand."""

    def pending(self) -> "OccurrenceQuerySet":
        """Neither done nor cancelled."""
        return self.filter(done_at=None, cancelled_at=None)

    def open(self, *, now: datetime) -> "OccurrenceQuerySet":
        """Pending, and the window is open at `now`."""
        return self.pending().filter(Q(closes_at=None) | Q(closes_at__gt=now), opens_at__lte=now)


@track()
class Occurrence(models.Model):
    """Anything expected of her in a window. One table for all kinds."""

    privacy = Policy(hers=True, erase="delete")

    class Why(models.TextChoices):
        ENDED = "ended", "What asked for it has ended"
        # Comes back when the date comes back.
        NO_ANCHOR = "no_anchor", "The date it hangs on is gone"
        PASSED = "passed", "Its days were over when the date moved"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="occurrences")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="occurrences")
    ordinal = models.PositiveIntegerField()
    anchor = models.ForeignKey(AnchorRevision, models.PROTECT, related_name="+")
    day = models.DateField()
    zone = models.CharField(max_length=64)
    opens_at = models.DateTimeField()
    # Empty: nothing is sent for it (its hour had passed when it was moved here).
    remind_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=12, choices=Why.choices, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "rule", "ordinal"], name="occurrence_of_rule"
            )
        ]
        indexes = [
            models.Index(
                fields=["remind_at"],
                condition=Q(done_at=None, cancelled_at=None),
                name="occurrence_pending",
            )
        ]


@track()
class Pause(models.Model):
    """From when nothing is due to her, after a loss. She ends it, or her clinician does."""

    privacy = Policy(hers=True, erase="delete")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    # Until this day no questions about closeness or low mood are put, unless staff ask for them.
    tender_until = models.DateField()
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    # Empty while it lasts, and when she ended it herself.
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(ended_at=None), name="one_live_pause"
            )
        ]


class Deposit(models.Model):
    """Each thing a phone handed in, once: the receipt that makes sending again harmless."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        ANSWER = "answer"
        ENTRY = "entry"
        PRACTICE = "practice"
        MOMENT = "moment"

    client_uuid = models.UUIDField(unique=True)
    device = models.ForeignKey(Device, models.CASCADE, related_name="deposits")
    envelope_version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    body_hash = models.CharField(max_length=64)
    # A hint for the order of things said on one phone; not a key (decision 0001).
    sequence = models.BigIntegerField(null=True, blank=True)
    # As the phone's clock said, and as corrected by the skew seen at hand-over.
    phone_answered_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    offset_minutes = models.SmallIntegerField()


class Retraction(models.Model):
    """She deleted it: from then on staff do not see it. The row of what she said is kept."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    deposit = models.OneToOneField(Deposit, models.CASCADE, related_name="retraction")
    device = models.ForeignKey(Device, models.CASCADE, related_name="+")
    at = models.DateTimeField()


class SaidQuerySet(models.QuerySet):
    """What she said or did, each row with its receipt in `deposit`."""

    def standing(self) -> Self:
        """Without what she deleted: staff and her own pages read no other."""
        return self.filter(deposit__retraction=None)


class Quarantine(models.Model):
    """What a phone handed in and could not be taken: kept as it came, for a person to look at."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    class Reason(models.TextChoices):
        REVOKED = "revoked", "From a phone that was ended"
        UNKNOWN_KIND = "unknown_kind", "A kind this version does not know"
        UNREADABLE = "unreadable", "Sealed to a key that is gone, or broken"
        SIGNATURE = "signature", "Not signed by this phone"
        REFUSED = "refused", "Not taken: what it says cannot be"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    device = models.ForeignKey(Device, models.CASCADE, related_name="quarantined")
    body_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    detail = models.CharField(max_length=200, blank=True)
    # As it came: sealed where it was sealed, otherwise encrypted here.
    body = EncryptedTextField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "quarantine"
        constraints = [
            models.UniqueConstraint(fields=["device", "body_hash"], name="quarantined_once")
        ]


class Retaken(models.Model):
    """What was put aside and could be taken later, and where it is now: it is aside no more."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    quarantine = models.OneToOneField(Quarantine, models.CASCADE, related_name="retaken")
    # The same words may have been put aside twice, sealed anew: both lead to the one receipt.
    deposit = models.ForeignKey(Deposit, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "retaken"
