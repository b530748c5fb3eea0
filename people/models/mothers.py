"""Mothers, their pregnancies and infants, and — in a table of its own — who they are."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models.staff import Clinic, Grant, Membership, User


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Every read begins with whose eyes it is for."""

    def visible_to(self, user: User) -> "ParticipantQuerySet":
        """Mothers this person of staff may know of.

        A clinician: those with a live grant to them. Coordinators and clinic admins: their
        clinic's. A researcher: none, ever; research reads answers under a consent instead.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        clinics = user.clinics_as(Membership.Role.COORDINATOR, Membership.Role.CLINIC_ADMIN)
        return self.filter(self._granted(user) | Q(clinic__in=clinics))

    def clinical_for(self, user: User) -> "ParticipantQuerySet":
        """The narrower set whose answers, scores and concerns this person may read."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(self._granted(user))

    def organised_by(self, user: User) -> "ParticipantQuerySet":
        """Those this person may enrol, invite and assign for."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        clinics = user.clinics_as(Membership.Role.COORDINATOR)
        return self.filter(self._granted(user) | Q(clinic__in=clinics))

    def _granted(self, user: User) -> Q:
        live = Grant.objects.filter(
            Q(until=None) | Q(until__gt=Now()), staff=user, since__lte=Now()
        )
        clinics = user.clinics_as(Membership.Role.CLINICIAN)
        return Q(pk__in=live.values("participant"), clinic__in=clinics)


@track()
class Participant(models.Model):
    """A mother, without anything that names her."""

    privacy = Policy(hers=True, erase="keep", why="an empty shell that holds the count")

    class Addressed(models.TextChoices):
        EXPECTING = "expecting", "Expecting"
        WITH_BABY = "with_baby", "With my baby"
        BABY_IN_HOSPITAL = "baby_in_hospital", "Baby in hospital"
        BABY_ELSEWHERE = "baby_elsewhere", "Baby lives elsewhere"
        NO_BABY_TALK = "no_baby_talk", "No baby talk"

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        WITHDRAWN = "withdrawn", "Withdrawn"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="participants")
    zone = models.CharField(max_length=64)
    language = models.CharField(max_length=5, default="en")
    # How she wants to be spoken to: hers to choose, apart from the facts below.
    addressed = models.CharField(
        max_length=20, choices=Addressed.choices, default=Addressed.EXPECTING
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    is_synthetic = models.BooleanField(default=False)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ParticipantQuerySet.as_manager()


@track()
class Identity(models.Model):
    """Who she is: encrypted, apart, and found only through keyed hashes."""

    privacy = Policy(hers=True, erase="delete")

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="identity")
    name = EncryptedTextField()
    email = EncryptedTextField(blank=True, default="")
    phone = EncryptedTextField(blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)


class StandingManager(models.Manager):
    """Leaves out what was recorded by mistake and taken back; `everything` holds that too."""

    def get_queryset(self) -> models.QuerySet:
        """Rows that stand."""
        return super().get_queryset().filter(undone_at=None)


@track()
class Pregnancy(models.Model):
    """One pregnancy: its due date, where that came from, and how it ended."""

    privacy = Policy(hers=True, erase="delete")

    class Source(models.TextChoices):
        ULTRASOUND = "ultrasound", "Ultrasound"
        LAST_PERIOD = "last_period", "Last period"
        TRANSFER = "transfer", "Embryo transfer"
        HER_WORD = "her_word", "Her word"
        UNKNOWN = "unknown", "Not known"

    class Outcome(models.TextChoices):
        ONGOING = "ongoing", "Ongoing"
        LIVE_BIRTH = "live_birth", "Live birth"
        MISCARRIAGE = "miscarriage", "Miscarriage"
        STILLBIRTH = "stillbirth", "Stillbirth"
        TERMINATION = "termination", "Termination"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="pregnancies")
    due_date = models.DateField()
    due_source = models.CharField(max_length=20, choices=Source.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.ONGOING)
    outcome_on = models.DateField(null=True, blank=True)
    # Who recorded what stands here now, and when; the history table has what stood before.
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = StandingManager()
    everything = models.Manager()  # noqa: DJ012 - a second manager, not a field

    class Meta:
        verbose_name_plural = "pregnancies"


@track()
class Infant(models.Model):
    """One child of a pregnancy and where the child lives now; twins may differ."""

    privacy = Policy(hers=True, erase="delete")

    class Place(models.TextChoices):
        WITH_MOTHER = "with_mother", "With mother"
        HOSPITAL = "hospital", "In hospital"
        KIN = "kin", "With kin"
        FOSTER = "foster", "Foster care"
        ADOPTED = "adopted", "Adopted"
        DIED = "died", "Died"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pregnancy = models.ForeignKey(Pregnancy, models.CASCADE, related_name="infants")
    born_on = models.DateField()
    place = models.CharField(max_length=20, choices=Place.choices)
    place_since = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = StandingManager()
    everything = models.Manager()  # noqa: DJ012 - a second manager, not a field
