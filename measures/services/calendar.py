"""The calendar of days that a mother and staff fill in together: append-only, the last row holds.

Medicine taken as agreed is treatment: it is no substance of the list, and no row.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from kernel.clock import local_date
from kernel.errors import BadInput, Conflict
from measures.models import UseDay
from measures.tlfb import LONGEST
from people.models import MedicationStatus, Participant, User

MOST = Decimal("999999.99")
# An estimate is for a stretch somebody can think of at once.
STRETCH = 92
MEDICINES = {"methadone", "buprenorphine", "naltrexone", "suboxone", "subutex"}
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class Day:
    """What is said of one day and one substance. `used` None: not known, or rather not said."""

    used: bool | None
    amount: Decimal | None = None
    period: str = UseDay.Period.DETAILED


def substances() -> dict[str, str]:
    """The site's list, by code, in its order (CALENDAR_SUBSTANCES; a check refuses odd entries)."""
    pairs = (entry.partition("=") for entry in settings.CALENDAR_SUBSTANCES)
    return {code.strip(): label.strip() for code, _, label in pairs}


def wrong_entries(entries: Iterable[str]) -> list[str]:
    """What is wrong with entries of the list, in words."""
    medicines = MEDICINES | {value for value, _label in MedicationStatus.Medication.choices}
    said, seen = [], set()
    for entry in entries:
        code, _, label = (part.strip() for part in entry.partition("="))
        if not _NAME.fullmatch(code) or not label:
            said.append(f"“{entry}” is not code=Label (a code is small letters, figures, hyphens)")
        elif code in medicines:
            said.append(f"“{code}” is a medicine: taken as agreed it is treatment, never a use")
        elif code in seen:
            said.append(f"“{code}” stands there twice")
        seen.add(code)
    return said


@transaction.atomic
def record_days(
    *,
    participant: Participant,
    substance: str,
    days: Mapping[date, Day],
    seen: int,
    by: User,
    now: datetime,
) -> int:
    """Keep what was said of each day; how many rows that made. What holds already makes none.

    `seen` is the newest row of hers the page showed (newest_row): said on top of something newer,
    nothing is kept and Conflict is raised. Raises BadInput for a substance or a day that cannot
    be.
    """
    _refuse_odd(participant, substance, days, now)
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    before = _standing(UseDay.objects.filter(participant=mother, day__in=list(days)))
    known = before.get(substance, {})
    new = {day: said for day, said in days.items() if known.get(day) != said}
    if new and newest_row(mother) != seen:
        raise Conflict(
            "Somebody wrote in this calendar while you had it open. What you chose is kept below: "
            "look at it again, then save.",
            code="written_meanwhile",
        )
    made = UseDay.objects.bulk_create(
        UseDay(
            participant=mother,
            day=day,
            substance=substance,
            used=said.used,
            amount=said.amount,
            period=said.period,
            recorded_by=by,
            recorded_at=now,
        )
        for day, said in sorted(new.items())
    )
    return len(made)


def stretch(since: date, until: date, said: Day) -> dict[date, Day]:
    """The same for each day of a stretch. Raises BadInput when it runs backwards or too long."""
    length = (until - since).days + 1
    if length < 1:
        raise BadInput("The last day is before the first.", field="until")
    if length > STRETCH:
        raise BadInput(f"At most {STRETCH} days at once: take it in parts.", field="until")
    return {since + timedelta(days=at): said for at in range(length)}


def calendar_of(participant: Participant, since: date, until: date) -> dict[str, dict[date, Day]]:
    """By substance, what holds of each day of the window."""
    return _standing(UseDay.objects.filter(participant=participant, day__range=(since, until)))


def newest_row(participant: Participant) -> int:
    """The newest row of hers, or 0."""
    rows = UseDay.objects.filter(participant=participant).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def _standing(rows: Iterable[UseDay]) -> dict[str, dict[date, Day]]:
    found: dict[str, dict[date, Day]] = defaultdict(dict)
    for row in sorted(rows, key=lambda one: one.pk):
        found[row.substance][row.day] = Day(row.used, row.amount, row.period)
    return found


def _refuse_odd(
    participant: Participant, substance: str, days: Mapping[date, Day], now: datetime
) -> None:
    if substance not in substances():
        raise BadInput("That is not on this site’s list.", field="substance")
    today = local_date(now, participant.zone)
    _refuse_far(days, today)
    for said in days.values():
        amount = said.amount
        if amount is None:
            continue
        if said.used is not True:
            raise BadInput("An amount goes with a day of use only.", field="amount")
        if not amount.is_finite() or not 0 <= amount <= MOST or amount != round(amount, 2):
            raise BadInput(
                "An amount is a number of 0 or more, two places at most.", field="amount"
            )


def _refuse_far(days: Collection[date], today: date) -> None:
    if days and max(days) > today:
        raise BadInput("That day has not come where she lives.", field="until")
    if days and (today - min(days)).days > LONGEST:
        raise BadInput("Two years back at most: nobody remembers further by days.", field="since")
