"""Append-only record of who saw what, and of what left the house. Opaque ids only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.privacy import Policy


class ReadEvent(models.Model):
    """One row per request that showed somebody's data: who, which kind, which ids."""

    append_only = True
    privacy = Policy(hers=True, erase="keep", why="opaque ids; the account of who looked")

    class Kind(models.TextChoices):
        LISTED = "listed"
        OPENED = "opened"
        EXPORTED = "exported"
        UNMASKED = "unmasked"

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    model = models.CharField(max_length=60)
    ids = ArrayField(models.UUIDField())
    where = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["actor", "at"], name="audit_read_actor")]


class Disclosure(models.Model):
    """One row per mother whose data left in an artefact (42 CFR 2.25: hers to ask for)."""

    append_only = True
    privacy = Policy(hers=True, erase="keep", why="this accounting outlives her rows")

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    participant = models.UUIDField(db_index=True)
    consent = models.UUIDField()
    recipient_class = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    artefact = models.UUIDField()
