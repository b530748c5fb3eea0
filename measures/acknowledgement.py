"""What a phone is told once something of hers is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from catalog.types import CrisisLine


@dataclass(frozen=True)
class Help:
    """What stands on her screen at once, in the same response.

    `told` says whether a person at her clinic is told (a concern was raised); then `tier` and
    `family` are the rule's, and `staff` says when it is seen. `lines` stand in the order to show
    them among their like. `language` is the one everything here is written in.
    """

    title: str
    body_html: SafeString
    lines: tuple[CrisisLine, ...]
    told: bool
    language: str
    tier: str = ""
    family: str = ""
    staff: str = ""

    def as_json(self) -> dict[str, Any]:
        """For a script; `html` is cleaned (catalog.render)."""
        return {
            "title": self.title,
            "html": str(self.body_html),
            "told": self.told,
            "tier": self.tier,
            "staff": self.staff,
            "lines": [self._line(line) for line in self.in_order],
        }

    @property
    def in_order(self) -> list[CrisisLine]:
        """Emergency first, then lines that speak her language."""
        return in_order(self.lines, self.language)

    def _line(self, line: CrisisLine) -> dict[str, Any]:
        return {
            "code": line.code,
            "name": line.name(self.language),
            "about": line.about(self.language),
            "call": line.call,
            "text": line.text,
            "keyword": line.keyword,
            "emergency": line.emergency,
        }


def in_order(lines: Iterable[CrisisLine], lang: str) -> list[CrisisLine]:
    """Emergency first, then lines that speak the language, then the others."""
    return sorted(lines, key=lambda line: (not line.emergency, lang not in line.languages))


@dataclass(frozen=True)
class Acknowledgement:
    """It is stored. The same words handed in again get the same acknowledgement, `repeated`."""

    uuid: UUID
    repeated: bool
    received_at: datetime
    late: bool = False
    help: Help | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the deposit endpoint: 201 the first time, 200 afterwards."""
        return 200 if self.repeated else 201

    def as_json(self) -> dict[str, Any]:
        """The reply of the deposit endpoint."""
        return {
            "uuid": str(self.uuid),
            "stored": True,
            "received_at": self.received_at.isoformat(),
            "late": self.late,
            "help": self.help.as_json() if self.help else None,
        }
