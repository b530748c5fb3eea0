"""When a clinic looks, who answers, and what it has signed."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kernel.history import track
from kernel.privacy import Policy
from people.models import Clinic, Membership, User

NOT_HERS = Policy(hers=False, erase="keep", why="about the clinic")


@track()
class OpeningHours(models.Model):
    """On one weekday (Monday is 0), from when until when somebody looks. No row: nobody does."""

    privacy = NOT_HERS

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    # Both empty: closed on that day.
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "opening hours"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "weekday"], name="one_span_a_day"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(opens__lt=F("closes")),
                name="opens_before_it_closes",
            ),
        ]


@track()
class ClosedDay(models.Model):
    """A day on which nobody looks, whatever the weekday says."""

    privacy = NOT_HERS

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="closed_days")
    day = models.DateField()
    why = models.CharField(max_length=80, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "day"], condition=Q(removed_at=None), name="closed_once"
            )
        ]


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties by whether they hold."""

    def live(self, *, now: datetime | Now) -> "DutyQuerySet":
        """Held at `now` by somebody who still works there as a clinician and can sign in."""
        working = Membership.objects.filter(
            clinic=models.OuterRef("clinic"),
            user=models.OuterRef("user"),
            role=Membership.Role.CLINICIAN,
            until=None,
        )
        return self.filter(
            Q(until=None) | Q(until__gt=now),
            models.Exists(working),
            since__lte=now,
            user__is_active=True,
        )


@track()
class Duty(models.Model):
    """A clinician who answers open concerns: first, or when the first does not."""

    privacy = NOT_HERS

    class Rung(models.TextChoices):
        ON_DUTY = "on_duty", "On duty"
        BACK_UP = "back_up", "Back-up"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="duties")
    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    rung = models.CharField(max_length=8, choices=Rung.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "user"], condition=Q(until=None), name="one_live_duty"
            )
        ]


@track()
class Protocol(models.Model):
    """What the clinic has signed for answers that need a person; the live row holds.

    The minutes say how long a rung has before the next one is told: for `now` by the wall clock,
    for the others in minutes the clinic is open.
    """

    privacy = NOT_HERS

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="protocols")
    signed_by = models.CharField(max_length=120)
    signed_role = models.CharField(max_length=120)
    signed_on = models.DateField()
    # The private question about violence is asked only where this is true.
    covers_violence = models.BooleanField(default=False)
    now_minutes = models.PositiveIntegerField(default=60)
    today_minutes = models.PositiveIntegerField(default=240)
    next_visit_minutes = models.PositiveIntegerField(default=960)
    # Made up for the demo clinic: marked so wherever it is shown.
    invented = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic"], condition=Q(ended_at=None), name="one_live_protocol"
            ),
            models.CheckConstraint(
                condition=Q(now_minutes__gte=15, today_minutes__gte=60, next_visit_minutes__gte=60),
                name="minutes_a_person_can_keep",
            ),
        ]


class LineCheck(models.Model):
    """Somebody called a help line and says whether it answered. The latest holds."""

    append_only = True
    privacy = NOT_HERS

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="line_checks")
    line = models.CharField(max_length=60)
    # What was dialled: a line whose number changes is unchecked again.
    number = models.CharField(max_length=40)
    works = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["clinic", "line", "checked_at"], name="line_last_checked")]
