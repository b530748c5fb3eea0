"""Who answers at a clinic and when, as one page shows it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import translation

from catalog.models import ContentVersion
from catalog.types import CrisisLine
from kernel.clock import at_local, local_date
from pathway.expecting import Expected
from pathway.services.expected import expected_concerns
from people.models import Clinic
from safety.models import ClosedDay, Concern, Duty, LineCheck
from safety.services import figures, lines_of, lines_to_check, seen_by
from safety.telling import staff_see

SATURDAY, NIGHT = 5, time(22)
LANGUAGES = ("en", "es")
MARKS = {"V": "read at the source", "C": "in several sources", "M": "from memory"}


@dataclass(frozen=True)
class OnDuty:
    """Somebody's duty; `live` is false for one who left or whose account is closed."""

    duty: Duty
    live: bool


@dataclass(frozen=True)
class Line:
    """A help line, and what this clinic found when it called the number shown now."""

    line: CrisisLine
    mark: str
    checked: LineCheck | None
    to_check: bool

    @property
    def name(self) -> str:
        """Staff read English."""
        return self.line.name("en") or self.line.code

    @property
    def number(self) -> str:
        """What is called to try it; where nobody answers calls, what is written to."""
        return self.line.call or self.line.text or ""

    @property
    def hidden(self) -> bool:
        """Said not to work: she is not shown it."""
        return self.checked is not None and not self.checked.works


@dataclass(frozen=True)
class Told:
    """What her screen says of when staff look, for one tier, by language."""

    tier: str
    english: str
    spanish: str


@dataclass(frozen=True)
class Moment:
    """An instant and what she would be told then."""

    title: str
    at: datetime
    told: list[Told]


def on_duty(clinic: Clinic, *, now: datetime) -> list[OnDuty]:
    """Duties that were not ended: who is told first stands first."""
    live = set(Duty.objects.live(now=now).filter(clinic=clinic).values_list("pk", flat=True))
    rows = Duty.objects.filter(clinic=clinic, until=None).select_related("user")
    first = sorted(rows, key=lambda row: (row.rung != Duty.Rung.ON_DUTY, row.since, row.pk))
    return [OnDuty(row, row.pk in live) for row in first]


def closed_days(clinic: Clinic, *, now: datetime) -> list[ClosedDay]:
    """From today on, the next first."""
    today = local_date(now, clinic.zone)
    rows = ClosedDay.objects.filter(clinic=clinic, removed_at=None, day__gte=today)
    return list(rows.order_by("day"))


def lines_at(clinic: Clinic, *, now: datetime) -> list[Line]:
    """Each line she may be shown, with the last call somebody of the clinic made to it."""
    checks = LineCheck.objects.filter(clinic=clinic).select_related("checked_by")
    latest = {(row.line, row.number): row for row in checks.order_by("checked_at", "pk")}
    waiting = {line.code for line in lines_to_check(clinic, now=now)}
    return [
        Line(
            line=line,
            mark=MARKS.get(line.mark, line.mark),
            checked=latest.get((line.code, line.call or line.text or "")),
            to_check=line.code in waiting,
        )
        for line in lines_of(clinic)
    ]


def jurisdictions() -> list[str]:
    """Places with both rules and help lines released and not withdrawn."""
    rows = ContentVersion.objects.exclude(status=ContentVersion.Status.WITHDRAWN)
    places = [
        set(rows.filter(kind=kind).values_list("code", flat=True)) for kind in ("safety", "crisis")
    ]
    return sorted(places[0] & places[1])


@dataclass(frozen=True)
class Measure:
    """How one tier goes: how many wait, unseen, how long it took, how many to expect a week."""

    title: str
    open: int
    unseen: int
    median: float | None
    expected: str


def measures_of(clinic: Clinic, *, now: datetime) -> list[Measure]:
    """By tier, the most urgent first."""
    ahead = expected_concerns(clinic=clinic, now=now).tiers
    titles = dict(Concern.Tier.choices)
    return [
        Measure(
            title=str(titles[row.tier]),
            open=row.open,
            unseen=row.unseen,
            median=row.median_minutes,
            expected=_expected(ahead.get(row.tier)),
        )
        for row in figures(clinic, now)
    ]


def _expected(row: Expected | None) -> str:
    """From and to; nothing known is said so, never as a zero."""
    if row is None or row.between is None:
        return "not known"
    low, high = row.between
    return str(low) if low == high else f"{low} to {high}"


def what_she_reads(clinic: Clinic, *, now: datetime) -> list[Moment]:
    """Right now, and on the coming Saturday night by the clinic's clock."""
    saturday = at_local(_saturday(local_date(now, clinic.zone)), NIGHT, clinic.zone)
    return [
        Moment("Right now", now, _told(clinic, now)),
        Moment("On Saturday night", saturday, _told(clinic, saturday)),
    ]


def _saturday(today: date) -> date:
    return today + timedelta(days=(SATURDAY - today.weekday()) % 7)


def _told(clinic: Clinic, at: datetime) -> list[Told]:
    found = []
    for tier, label in Concern.Tier.choices:
        seen = seen_by(clinic, tier=tier, now=at)
        words = {}
        for language in LANGUAGES:
            with translation.override(language):
                words[language] = staff_see(seen, clinic.zone, at)
        found.append(Told(str(label), words["en"], words["es"]))
    return found
