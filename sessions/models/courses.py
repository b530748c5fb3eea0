"""Her course and the sessions assigned in it."""

import uuid
from datetime import datetime

from django.db import models

from catalog.models import ContentVersion
from kernel.history import track
from kernel.privacy import Policy
from people.models import Delivery, Participant, User
from schedule.models import Occurrence


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
    # How it is given to her: what the trials had was a clinician or a group.
    delivery = models.CharField(max_length=12, choices=Delivery.choices, default=Delivery.COMPANION)
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
