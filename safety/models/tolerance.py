"""Times after which the body may bear less than before: the tolerance gap."""

import uuid

from django.db import models

from kernel.history import track
from kernel.privacy import Policy
from people.models import Participant, User


@track()
class ToleranceGap(models.Model):
    """One event after which tolerance may be lost. It brings her a card and tells her clinician."""

    privacy = Policy(hers=True, erase="delete")

    class Kind(models.TextChoices):
        MISSED_DOSES = "missed-doses", "Days without medicine"
        STOPPED = "stopped", "Medicine stopped"
        DISCHARGE = "discharge", "Came out of hospital, detox, residential care or jail"
        RETURN_TO_USE = "return-to-use", "Used again"
        BIRTH = "birth", "A birth or a loss"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="tolerance_gaps")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    # The day it happened: the first day without, the day she came out, the birth.
    on = models.DateField()
    # Whole days without, where that is what happened and it is known.
    days = models.PositiveIntegerField(null=True, blank=True)
    by_her = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
