"""Her way through a curriculum: the course, its assigned sessions, what she did step by step."""

import uuid
from datetime import datetime

from django.db import models

from catalog.models import ContentVersion
from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models import Participant, User
from schedule.models import Deposit, Occurrence, SaidQuerySet


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses by whose eyes they are for."""

    def visible_to(self, user: User) -> "CourseQuerySet":
        """Of mothers this person of staff may know of (progress, not what she wrote)."""
        return self.filter(participant__in=Participant.objects.visible_to(user))


@track()
class Course(models.Model):
    """One mother's way through one version of a curriculum, to its end on that version."""

    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="courses")
    curriculum = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    # A hold stops the whole course: nothing new opens, nothing is due.
    held_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(finished_at=None),
                name="one_live_course",
            )
        ]


class AssignedSessionQuerySet(models.QuerySet["AssignedSession"]):
    """Assigned sessions by whose eyes they are for."""

    def visible_to(self, user: User) -> "AssignedSessionQuerySet":
        """Of mothers this person of staff may know of."""
        return self.filter(course__participant__in=Participant.objects.visible_to(user))

    def open(self, *, now: datetime) -> "AssignedSessionQuerySet":
        """Not done yet, and open at `now`: the rule of sessions.opening, for many rows at once."""
        before = AssignedSession.objects.filter(
            course=models.OuterRef("course"),
            ordinal=models.OuterRef("ordinal") - 1,
            completed_at=None,
        )
        by_day = models.Q(occurrence__opens_at__lte=now) & ~models.Exists(before)
        return self.filter(
            models.Q(released_at__isnull=False) | by_day,
            completed_at=None,
            held_at=None,
            course__held_at=None,
        )


@track()
class AssignedSession(models.Model):
    """One session of her course: held, opened when its day has come, done."""

    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="assigned")
    code = models.CharField(max_length=40)
    ordinal = models.PositiveIntegerField()
    occurrence = models.OneToOneField(Occurrence, models.PROTECT, related_name="assigned")
    # A clinician opened it before its day, or holds it back.
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = AssignedSessionQuerySet.as_manager()

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["course", "ordinal"], name="session_of_course")
        ]


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


class HardMoment(models.Model):
    """A hard moment she chose to keep. How often is never shown as worse."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    deposit = models.OneToOneField(Deposit, models.CASCADE, related_name="moment")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="moments")
    intensity = models.PositiveSmallIntegerField(null=True, blank=True)
    control = models.PositiveSmallIntegerField(null=True, blank=True)
    skill = models.CharField(max_length=20, blank=True)
    what = EncryptedTextField(blank=True, default="")

    objects = SaidQuerySet.as_manager()


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


@track()
class StepRelease(models.Model):
    """A clinician opened a step that may stir things up, for this mother."""

    privacy = Policy(hers=True, erase="delete")

    assigned = models.ForeignKey(AssignedSession, models.CASCADE, related_name="releases")
    step = models.CharField(max_length=60)
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assigned", "step"],
                condition=models.Q(ended_at=None),
                name="one_live_release",
            )
        ]


@track()
class HomePractice(models.Model):
    """When she means to practise at home; its rule makes the occurrences."""

    privacy = Policy(hers=True, erase="delete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="home_practices")
    assigned = models.ForeignKey(AssignedSession, models.CASCADE, related_name="home_practices")
    step = models.CharField(max_length=60)
    practice = models.CharField(max_length=160)
    at = models.TimeField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
