"""Check content files and say, file by file, what is wrong and on which line."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.loader import load
from catalog.services import folders


class Command(BaseCommand):
    help = "Checks content/ and the packs, or one folder together with them. Needs no database."
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
        found = load(everything, Path(settings.CONTENT_DIR) / "schemas")
        wrong = {error.file for error in found.errors}
        for file in sorted(set(found.files) | wrong):
            if file not in wrong:
                self.stdout.write(f"{file}: ok")
        for error in found.errors:
            self.stdout.write(str(error))
        if found.errors:
            raise CommandError(f"{len(found.errors)} to put right in {len(wrong)} files")
