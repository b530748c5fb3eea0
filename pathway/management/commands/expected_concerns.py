"""`expected_concerns`: how many concerns a week a clinic should be staffed for."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kernel.errors import BadInput
from pathway.expecting import Expected
from pathway.services.expected import Forecast, expected_concerns
from people.models import Clinic


class Command(BaseCommand):
    """Prints a table by rule and a sum by tier; says where nothing is known."""

    help = "How many concerns to expect in the next 7 days, from this installation's own answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clinic", help="the name or public id of one clinic")
        parser.add_argument("--mothers", type=int, help="as if there were so many mothers")
        parser.add_argument(
            "--rate",
            action="append",
            default=[],
            metavar="RULE=SHARE",
            help="a share of your own for a rule or a family of rules, such as own-harm=0.02",
        )

    def handle(self, *args: object, **options: object) -> None:
        mothers = options["mothers"]
        if isinstance(mothers, int) and mothers < 1:
            raise CommandError("--mothers: a number from 1.")
        try:
            forecast = expected_concerns(
                clinic=_clinic(str(options["clinic"] or "")),
                now=timezone.now(),
                mothers=mothers if isinstance(mothers, int) else None,
                rates=dict(_rate(text) for text in options["rate"]),  # type: ignore[attr-defined]
            )
        except BadInput as error:
            raise CommandError(error.message) from error
        self.stdout.write(in_words(forecast))


def in_words(forecast: Forecast) -> str:
    """The table and what it rests on."""
    source = "check-ins planned" if forecast.planned else "check-ins, every battery given to each"
    lines = [
        f"In the next 7 days: {forecast.mothers} mothers, {forecast.check_ins:.0f} {source}.",
        "",
        f"{'rule':28}{'tier':12}{'asked':>7}  {'expected':>9}  {'95 %':>9}  from",
    ]
    lines += [_line(row) for row in forecast.rows] + [""]
    for tier, whole in forecast.tiers.items():
        if whole is not None:
            lines.append(f"{tier:40}{'':>7}  {_mean(whole):>9}  {_between(whole):>9}")
    unknown = [row.rule for row in forecast.rows if row.share is None and row.asked]
    if unknown:
        lines += [
            "",
            f"Nothing is known of: {', '.join(unknown)}. The sums leave them out, so they are too "
            "low. Give a share of your own with --rate RULE=SHARE.",
        ]
    lines += [
        "",
        "It is taken that every check-in is answered and that answers go on as they did. Two "
        "causes on one day of hers make one concern. Few answers make the range wide: staff for "
        "its upper end.",
    ]
    return "\n".join(lines)


def _line(row: Expected) -> str:
    start = f"{row.rule:28}{row.tier:12}{row.asked:>7.0f}"
    return f"{start}  {_mean(row):>9}  {_between(row):>9}  {row.basis}"


def _mean(row: Expected) -> str:
    return "?" if row.mean is None else f"{row.mean:.1f}"


def _between(row: Expected) -> str:
    return "?" if row.between is None else "–".join(map(str, row.between))


def _clinic(wanted: str) -> Clinic | None:
    if not wanted:
        return None
    for clinic in Clinic.objects.order_by("pk"):
        if wanted in (clinic.name, str(clinic.public_id)):
            return clinic
    raise BadInput(f"There is no clinic “{wanted}”.")


def _rate(text: str) -> tuple[str, float]:
    name, _sign, share = text.partition("=")
    try:
        return name.strip(), float(share)
    except ValueError as error:
        raise BadInput(f"--rate {text}: write it like own-harm=0.02.") from error
