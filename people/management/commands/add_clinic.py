"""Open a clinic and its first clinic admin; they add everybody else on the team page."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from kernel.clock import zone_of
from kernel.errors import DomainError
from people.models import Clinic
from people.services import add_member, set_concern_email


class Command(BaseCommand):
    """The one thing that cannot be done from a page: nobody is there yet to do it."""

    help = "Open a clinic with its first clinic admin, who then sets a password by mail."

    def add_arguments(self, parser) -> None:
        """The clinic, its zone, and two addresses."""
        parser.add_argument("name")
        parser.add_argument("--zone", required=True, help="IANA, such as America/New_York")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)
        parser.add_argument(
            "--concern-email", required=True, help="who open concerns are mailed to"
        )
        parser.add_argument("--jurisdiction", default="us", help="whose help lines and rules")

    def handle(self, *args, **options) -> None:
        """Refused in a demo, and beside demo data."""
        if settings.DEMO or Clinic.objects.filter(is_synthetic=True).exists():
            raise CommandError("A real clinic is refused here: this is a demo, or holds demo data.")
        try:
            with transaction.atomic():
                clinic = self._open(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"{clinic.name} is open ({clinic.public_id}). {options['admin_email']} now asks for a "
            f"password at {settings.SITE_URL}/staff/account/password/reset/"
        )

    def _open(self, options: dict) -> Clinic:
        zone_of(options["zone"])
        clinic = Clinic.objects.create(
            name=options["name"], zone=options["zone"], jurisdiction=options["jurisdiction"]
        )
        set_concern_email(clinic=clinic, email=options["concern_email"])
        add_member(
            clinic=clinic,
            email=options["admin_email"],
            name=options["admin_name"],
            role="clinic_admin",
            now=timezone.now(),
        )
        return clinic
