"""The ledger: which message is owed to whom, and what became of it."""

import uuid
from datetime import time

from django.db import models
from django.db.models import Q

from kernel.history import track
from kernel.owed import OwedWork
from kernel.privacy import Policy
from people.models import Clinic, Participant
from safety.models import Concern
from schedule.models import Occurrence


@track()
class Preference(models.Model):
    """Hers: whether and when she may be written to."""

    privacy = Policy(hers=True, erase="delete")

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="reminder_preference"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))


class Reminder(OwedWork):
    """One message owed for one occurrence over one channel. Ends in exactly one terminal state."""

    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        DUE = "due"

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"

    class State(models.TextChoices):
        OWED = "owed", "Planned"
        CLAIMED = "claimed", "Being prepared"
        HANDING_OVER = "handing_over", "Handing over"
        ACCEPTED = "accepted", "Accepted by the mail server"
        REFUSED = "refused", "Refused by the mail server"
        EXPIRED = "expired", "Too late to send"
        CANCELLED = "cancelled", "Not needed any more"
        UNKNOWN = "unknown", "Not known: the gateway broke off"

    TERMINAL = (State.ACCEPTED, State.REFUSED, State.EXPIRED, State.CANCELLED, State.UNKNOWN)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="reminders")
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=14, choices=State.choices, default=State.OWED)
    due_at = models.DateTimeField()
    stale_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "kind", "channel"], name="one_reminder_per_occurrence"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["owed", "claimed", "handing_over"]),
                name="reminder_not_ended",
            )
        ]


class Attempt(models.Model):
    """What happened at the wire, each time: the gateway's answer in its own words, no text sent."""

    append_only = True
    privacy = Policy(hers=True, erase="delete")

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="attempts", null=True)
    staff_page = models.ForeignKey(
        "reminders.StaffPage", models.CASCADE, related_name="attempts", null=True
    )
    at = models.DateTimeField()
    outcome = models.CharField(max_length=14)
    detail = models.CharField(max_length=200, blank=True)


class StaffPage(OwedWork):
    """Something told to one person of staff by mail: each time a row.

    About a concern it is repeated until somebody acknowledges; about help lines nobody has called
    for long, once a week until they are checked.
    """

    privacy = Policy(hers=False, erase="delete", why="who of staff was told when")

    State = Reminder.State

    class Kind(models.TextChoices):
        CONCERN = "concern", "An open concern"
        LINES = "lines", "Help lines to check"

    class Rung(models.TextChoices):
        ON_DUTY = "on_duty", "On duty"
        BACK_UP = "back_up", "Back-up"
        ADMIN = "admin", "Clinic admin"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CONCERN)
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="pages")
    concern = models.ForeignKey(Concern, models.CASCADE, null=True, related_name="pages")
    # Which telling this is, from 0; for help lines the number of the week.
    ordinal = models.PositiveIntegerField()
    rung = models.CharField(max_length=8, choices=Rung.choices, default=Rung.ON_DUTY)
    recipient = models.EmailField(blank=True)
    state = models.CharField(max_length=14, choices=Reminder.State.choices, default="owed")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "ordinal", "recipient"],
                condition=Q(concern__isnull=False),
                name="one_page_per_rung",
            ),
            models.UniqueConstraint(
                fields=["clinic", "kind", "ordinal", "recipient"],
                condition=Q(concern=None),
                name="one_page_per_week",
            ),
        ]
