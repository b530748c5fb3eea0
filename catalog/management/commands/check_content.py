"""Check content files and say, file by file, what is wrong and on which line."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalog.loader import load
from catalog.report import report
from catalog.rules import broken_rules, is_ruled
from catalog.site import folders, schemas


class Command(BaseCommand):
    help = (
        "Checks content/ and the packs, or one folder together with them, and reports each "
        "curriculum step by step. Needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="a folder laid out like content/")

    def handle(self, *args: Any, folder: Path | None = None, **options: Any) -> None:
        everything = folders()
        if folder is not None:
            if not folder.is_dir():
                raise CommandError(f"{folder} is not a folder")
            if folder.resolve() not in [path.resolve() for path in everything]:
                everything.append(folder)
        found = load(everything, schemas(), settings.SPANISH_ADDRESS)
        errors = [*found.errors, *broken_rules(found)]
        wrong = {error.file for error in errors}
        for file in sorted(set(found.files) | wrong):
            if file not in wrong:
                self.stdout.write(f"{file}: ok")
        for loaded in filter(is_ruled, found.all("curriculum")):
            for line in report(loaded, timezone.now().date()):
                self.stdout.write(line)
        for error in errors:
            self.stdout.write(str(error))
        if errors:
            raise CommandError(f"{len(errors)} to put right in {len(wrong)} files")
