"""What a phone is told once something of hers is stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from catalog.types import CrisisLine


@dataclass(frozen=True)
class Help:
    """What stands on her screen at once, in the same response.

    `told` says whether a person at her clinic is told (a concern was raised). `language` is the
    one everything here is written in.
    """

    title: str
    body_html: SafeString
    lines: tuple[CrisisLine, ...]
    told: bool
    language: str

    def as_json(self) -> dict[str, Any]:
        """For a script; `html` is cleaned (catalog.render)."""
        return {
            "title": self.title,
            "html": str(self.body_html),
            "told": self.told,
            "lines": [self._line(line) for line in sorted(self.lines, key=self._rank)],
        }

    def _rank(self, line: CrisisLine) -> tuple[bool, bool]:
        """Emergency first, then lines that speak her language."""
        return not line.emergency, self.language not in line.languages

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
