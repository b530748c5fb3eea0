"""`export_wording`: a questionnaire for another programme, as FHIR or as a REDCap dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.services import released
from kernel.errors import DomainError
from measures.services.wording import export_wording


class Command(BaseCommand):
    """Writes the newest version unless one is named: phq-9@1.2."""

    help = "Write a questionnaire as a FHIR Questionnaire (R4) or a REDCap data dictionary."

    def add_arguments(self, parser: CommandParser) -> None:
        """REDCap holds one language."""
        parser.add_argument("instrument", help="its code, or code@version")
        parser.add_argument("--format", required=True, choices=("fhir", "redcap"))
        parser.add_argument("--language", default="", help="for REDCap; else its first one")
        parser.add_argument("--output", type=Path, help="a file; without it to the screen")

    def handle(self, *args: object, **options: Any) -> None:
        """A key without words is refused: there is nothing to write out."""
        code, _at, version = options["instrument"].partition("@")
        try:
            row = released("instrument", code, version or None)
            _name, data = export_wording(
                row=row, format=options["format"], language=options["language"]
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["output"]:
            options["output"].write_bytes(data)
        else:
            self.stdout.write(data.decode())
