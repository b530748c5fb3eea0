"""Pseudonyms and exports. No other row needs them, so they live in the face."""

import uuid

from django.db import models

from kernel.ids import new_pseudonym
from kernel.owed import OwedWork
from kernel.privacy import Policy
from people.models import Clinic, Participant, User


class Pseudonym(models.Model):
    """The random code a mother has in a clinic's exports. Stored, never derived."""

    append_only = True
    privacy = Policy(hers=False, erase="delete", why="without this row nothing leads back to her")

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="pseudonym")
    code = models.CharField(max_length=16, unique=True, default=new_pseudonym)


class ExportQuerySet(models.QuerySet["Export"]):
    """Exports by whose eyes they are for."""

    def visible_to(self, user: User) -> "ExportQuerySet":
        """Of the clinics where this person is a researcher."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(clinic__in=user.clinics_as("researcher"))


class Export(OwedWork):
    """One asked-for export: everything received up to `as_of` under a live consent."""

    class State(models.TextChoices):
        OWED = "owed", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Ready"
        REFUSED = "refused", "Nothing to export"
        BROKEN = "broken", "Did not finish"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    as_of = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OWED)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    mothers = models.PositiveIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()


class ExportFile(models.Model):
    """The artefact's bytes. In PostgreSQL, so that web and worker need share no disk."""

    append_only = True

    export = models.OneToOneField(Export, models.CASCADE, related_name="file")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
