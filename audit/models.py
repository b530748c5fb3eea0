"""Append-only record of who saw what, and of what left the house. Opaque ids only."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from kernel.crypto import EncryptedTextField
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
        indexes = [
            models.Index(fields=["actor", "at"], name="audit_read_actor"),
            # She asks who looked, and for her copy: both by what was shown.
            GinIndex(fields=["ids"], name="audit_read_ids"),
        ]


class Disclosure(models.Model):
    """One row per mother and disclosure (42 CFR 2.25: hers to ask for): an artefact that left
    under her consent, or what staff told somebody when they acted on a concern.
    """

    append_only = True
    privacy = Policy(hers=True, erase="keep", why="this accounting outlives her rows")

    class Basis(models.TextChoices):
        CONSENT = "consent", "Her consent"
        TO_HER = "to_her", "To herself"
        EMERGENCY = "emergency", "Medical emergency, 42 CFR 2.51"
        CHILD_REPORT = "child_report", "Child-abuse report, 42 CFR 2.12(c)(6)"
        LEGAL = "legal", "After legal advice"

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    participant = models.UUIDField(db_index=True)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.CONSENT)
    # The consent it rests on, when it rests on one.
    consent = models.UUIDField(null=True)
    recipient_class = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    # The export, or the concern.
    artefact = models.UUIDField()
    # Who exactly, and what was said, in the words of staff; empty for an export.
    recipient = EncryptedTextField(blank=True, default="")
    what = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis="consent", consent__isnull=False)
                | (~models.Q(basis="consent") & models.Q(consent=None)),
                name="disclosure_says_what_it_rests_on",
            )
        ]
