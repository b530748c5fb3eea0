"""`unseen_concerns`: whether somebody sees the concerns, as text a monitor can read."""

import sys

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from people.models import Clinic
from safety.services.figures import Figures, figures

GAUGES = (
    ("daybook_concerns_open", "Concerns nobody has acknowledged.", "open"),
    ("daybook_concerns_unseen", "Concerns past their whole ladder: seen by nobody.", "unseen"),
    (
        "daybook_concern_minutes_to_acknowledge",
        "Median minutes until acknowledged, last 30 days.",
        "median_minutes",
    ),
)


class Command(BaseCommand):
    """Prints OpenMetrics text; ends with 1 while a concern is seen by nobody."""

    help = "Open concerns, those seen by nobody, and how long it takes. Exit code 1: one is unseen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clinic", help="the name or public id of one clinic")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        wanted = str(options["clinic"] or "")
        clinics = [one for one in Clinic.objects.order_by("pk") if _is(one, wanted)]
        by_clinic = {one.name: figures(one, now) for one in clinics}
        self.stdout.write(open_metrics(by_clinic))
        if any(row.unseen for rows in by_clinic.values() for row in rows):
            sys.exit(1)


def open_metrics(by_clinic: dict[str, list[Figures]]) -> str:
    """One gauge a figure, labelled by clinic and tier. A median of nothing is left out."""
    lines = []
    for name, about, attribute in GAUGES:
        lines += [f"# TYPE {name} gauge", f"# HELP {name} {about}"]
        for clinic, rows in by_clinic.items():
            for row in rows:
                value = getattr(row, attribute)
                if value is not None:
                    labels = f'clinic="{_escaped(clinic)}",tier="{row.tier}"'
                    lines.append(f"{name}{{{labels}}} {value:g}")
    return "\n".join([*lines, "# EOF"])


def _is(clinic: Clinic, wanted: str) -> bool:
    return not wanted or wanted in (clinic.name, str(clinic.public_id))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
