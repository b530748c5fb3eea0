"""Archive every version of content that is new, and refuse one that was changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.services import register_content
from kernel.errors import DomainError


class Command(BaseCommand):
    help = "Registers new versions of content; an already released version must be unchanged."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = register_content(now=timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        for version in new:
            self.stdout.write(f"registered {version} ({version.status})")
        self.stdout.write(f"{len(new)} new")
