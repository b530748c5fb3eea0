"""Write a clinic's export to a file: the same bytes as the page gives for the same moment."""

from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kernel.clock import parse_instant
from kernel.errors import DomainError
from people.models import Clinic
from research.services import export_now


class Command(BaseCommand):
    """Consent gates it, and every disclosure is recorded, as on the page."""

    help = "Write the answers and scores of a clinic's consenting mothers to a zip file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Without --as-of: everything received until now."""
        parser.add_argument("--clinic", required=True, type=UUID, help="the clinic's public id")
        parser.add_argument("--as-of", help="ISO 8601 with offset, such as 2026-11-18T17:00:00Z")
        parser.add_argument("--out", required=True, type=Path, help="the file to write")

    def handle(self, *args: object, **options) -> None:
        """Refuses to write over a file."""
        now = timezone.now()
        as_of = parse_instant(options["as_of"]) if options["as_of"] else now
        if as_of is None:
            raise CommandError("--as-of needs a date and time with its offset from UTC.")
        clinic = Clinic.objects.filter(public_id=options["clinic"]).first()
        if clinic is None:
            raise CommandError("There is no clinic with that id.")
        out: Path = options["out"]
        if out.exists():
            raise CommandError(f"{out} is there already.")
        try:
            _name, body = export_now(clinic=clinic, as_of=as_of, now=now)
        except DomainError as error:
            raise CommandError(error.message) from error
        out.touch(mode=0o600)
        out.write_bytes(body)
        self.stdout.write(f"{out}: {len(body)} bytes, as of {as_of.isoformat()}")
