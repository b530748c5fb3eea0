"""Visits and groups, and who came: what the trials counted as taking part."""

import uuid

from django.db import models

from kernel.history import track
from kernel.privacy import Policy
from people.models import Clinic, Participant, User


@track()
class Meeting(models.Model):
    """A visit or a group that was really held, away from the phone."""

    privacy = Policy(hers=False, erase="keep", why="who came stands in the attendances")

    class Form(models.TextChoices):
        GROUP = "group", "Group"
        INDIVIDUAL = "individual", "One to one"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    form = models.CharField(max_length=10, choices=Form.choices)
    # The session it was about, as its title stood; empty: none in particular.
    topic = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Attendances by whose eyes they are for."""

    def visible_to(self, user: User) -> "AttendanceQuerySet":
        """Of mothers this person of staff may know of."""
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def standing(self) -> "AttendanceQuerySet":
        """Without those taken back."""
        return self.filter(undone_at=None)


@track()
class Attendance(models.Model):
    """She was at a meeting."""

    privacy = Policy(hers=True, erase="delete")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participant"], name="there_once")
        ]
