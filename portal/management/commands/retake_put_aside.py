"""`retake_put_aside`: what phones handed in and could not be taken, tried once more."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.models import Device
from portal.retaking import REVOKED, Outcome, retake
from schedule.models import Quarantine


class Command(BaseCommand):
    """Prints a line for each thing that stays, and the sums; never what is in it."""

    help = "Try again what was put aside: after a key was put back, or an update."

    def add_arguments(self, parser: CommandParser) -> None:
        """Without --reason: whatever the reason was."""
        parser.add_argument(
            "--reason", action="append", default=[], choices=Quarantine.Reason.values
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be, store nothing"
        )
        parser.add_argument(
            "--revoked",
            type=UUID,
            metavar="DEVICE_UUID",
            help="only what came from this phone after it was ended",
        )

    def handle(self, *args: object, **options) -> None:
        """Harmless to repeat."""
        device, reasons = options["revoked"], options["reason"]
        if device and not Device.objects.filter(public_id=device).exists():
            raise CommandError("There is no phone with that id.")
        if REVOKED in reasons and not device:
            raise CommandError(
                "What came from a phone after it was ended is not hers for certain. When a person "
                "of the care team says that it is, name the phone with --revoked."
            )
        dry = options["dry_run"]
        found = []
        for one in retake(now=timezone.now(), reasons=reasons, revoked=device, dry_run=dry):
            found.append(one)
            if one.why:
                self.stdout.write(f"stays: {one.row.public_id} {one.row.device.actor}: {one.why}")
        self.stdout.write(sums(found, dry=dry))
        broke = sum(1 for one in found if one.broke)
        if broke:
            raise CommandError(f"{broke} could not be tried: the log says why. The rest was.")


def sums(found: list[Outcome], *, dry: bool) -> str:
    """How it ended, in one line."""
    taken = sum(1 for one in found if not one.why and not one.before)
    before = sum(1 for one in found if one.before)
    stays = sum(1 for one in found if one.why)
    words = "would be taken" if dry else "taken"
    return f"{len(found)} tried: {taken} {words}, {before} there already, {stays} stay"
