"""Make the demo clinic, or find it again, and print its sign-ins as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kernel.errors import DomainError
from pathway.demo import seed_demo


class Command(BaseCommand):
    """Invented people only."""

    help = "Make the demo clinic (DEMO=1, no real clinic here) and print its sign-ins as JSON."

    def handle(self, *args: object, **options: object) -> None:
        """One JSON object on standard output."""
        try:
            self.stdout.write(json.dumps(seed_demo(now=timezone.now())))
        except DomainError as error:
            raise CommandError(error.message) from error
