"""Her own plan for hard times, in her words."""

from django.db import models

from kernel.crypto import EncryptedTextField
from kernel.history import track
from kernel.privacy import Policy
from people.models import Participant, User


@track()
class SafetyPlan(models.Model):
    """Six short screens, made alone or with her clinician. Shown to her first after a risk answer.

    `shared`: her clinic reads it; otherwise only she sees it here. `behind_pin` off: it opens on
    her phone without the PIN, as she chose. `revision` counts saves, so that two phones, or she
    and her clinician, never overwrite one another unseen.
    """

    privacy = Policy(hers=True, erase="delete")

    SECTIONS = ("signs", "helps", "people", "places", "safer", "naloxone")

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="safety_plan")
    signs = EncryptedTextField(blank=True, default="")
    helps = EncryptedTextField(blank=True, default="")
    people = EncryptedTextField(blank=True, default="")
    places = EncryptedTextField(blank=True, default="")
    safer = EncryptedTextField(blank=True, default="")
    naloxone = EncryptedTextField(blank=True, default="")
    shared = models.BooleanField(default=False)
    behind_pin = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # Empty: she herself.
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
