"""Work every score out a second time, by other code, and say what differs."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from measures.services.rescoring import Difference, count_to_rescore, rescore
from research.models import ExportFile
from research.rescoring import rescore_file

WIDTH = 30


class Command(BaseCommand):
    """Exit status 1 when a score differs, with a line for each."""

    help = (
        "Compare every score with a second, independent scorer: of each questionnaire in the "
        "database, and of each stored export. Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Scores are computed when they are read, so there is nothing to write."""
        parser.add_argument("--check", action="store_true", required=True)

    def handle(self, *args: object, **options) -> None:
        """The questionnaires first, then the exports."""
        total = count_to_rescore()
        found: list[Difference] = []
        found += rescore(progress=lambda done: self._bar("questionnaires", done, total))
        files = ExportFile.objects.order_by("pk").values_list("pk", flat=True)
        for done, pk in enumerate(files, start=1):
            found += rescore_file(ExportFile.objects.get(pk=pk))
            self._bar("exports", done, len(files))
        self.stderr.write("")
        if found:
            for one in found:
                self.stdout.write(str(one))
            raise CommandError(f"{len(found)} scores differ.", returncode=1)
        self.stdout.write(f"{total} questionnaires and {len(files)} exports: every score agrees.")

    def _bar(self, what: str, done: int, total: int) -> None:
        filled = WIDTH * done // max(1, total)
        bar = "#" * filled + "." * (WIDTH - filled)
        self.stderr.write(f"\r{what} [{bar}] {done}/{total}", ending="")
