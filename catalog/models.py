"""The archive of released content."""

from __future__ import annotations

from typing import Any

from django.db import models

from catalog.build import build
from catalog.site import site_voice
from catalog.voice import Voice


class ContentVersionManager(models.Manager["ContentVersion"]):
    """Leaves the body in the database until it is needed: a list of answers does not carry it."""

    def get_queryset(self) -> models.QuerySet[ContentVersion]:
        return super().get_queryset().defer("body")


class ContentVersion(models.Model):
    """One version of one piece of content, as it was when it was registered. Append-only.

    `body` holds the parsed file: {"structure": …, "wording": {language: …}}; the hashes are of
    its canonical form, so spacing and key order in the file do not matter.
    """

    append_only = True

    class Status(models.TextChoices):
        DRAFT = "draft"
        SIGNED = "signed"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status.choices)
    structure_hash = models.CharField(max_length=64)
    wording_hashes = models.JSONField()
    body = models.JSONField()
    registered_at = models.DateTimeField()

    objects = ContentVersionManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "version"], name="one_row_per_content_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}@{self.version}"

    @property
    def content(self) -> Any:
        """The typed content (catalog.types), built from `body`, not from a file.

        It speaks as the site does now, whichever way the site spoke when it was released.
        """
        voice = site_voice()
        key = (voice, self.kind, self.structure_hash, *sorted(self.wording_hashes.values()))
        if key not in _built:
            _built[key] = build(self.kind, self.body, voice)
        return _built[key]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.content.languages


# Keyed by what the content is, so it never goes stale; as many entries as versions in use.
_built: dict[tuple[Voice | str, ...], Any] = {}
