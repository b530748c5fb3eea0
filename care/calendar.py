"""The calendar of days as its page shows and reads it: a month of one substance, and figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from kernel.errors import BadInput
from measures.models import UseDay
from measures.services.calendar import Day, calendar_of, substances
from measures.tlfb import LONGEST, SHORTEST, Figures, Missing, figures, together
from people.models import Participant

USED, NOT_USED, UNKNOWN = "used", "not", "unknown"
SAID = {USED: True, NOT_USED: False, UNKNOWN: None}
WORDS = {USED: "used", NOT_USED: "not used", UNKNOWN: "not known"}
POLICIES = {
    Missing.LEFT_OUT: "are left out",
    Missing.USE: "count as use",
    Missing.NO_USE: "count as no use",
}
WINDOW = 28


@dataclass(frozen=True)
class Cell:
    """One day: what is said or was typed, and what is wrong with that."""

    day: date
    said: str = ""
    amount: str = ""
    estimated: bool = False
    error: str = ""

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """What can be chosen. What was said once can be said otherwise, not unsaid."""
        unsaid = [] if self.said else [("", "–")]
        return [(code, words, code == self.said) for code, words in [*unsaid, *WORDS.items()]]

    @property
    def name(self) -> str:
        """How its fields are called."""
        return self.day.isoformat()


def month_days(first: date, today: date) -> list[date]:
    """The days of a month that have come and are not too far back."""
    days = [first + timedelta(days=at) for at in range(31)]
    last = today - timedelta(days=LONGEST)
    return [day for day in days if day.month == first.month and last <= day <= today]


def cells_of(days: Iterable[date], known: Mapping[date, Day]) -> list[Cell]:
    """The month as it stands."""
    return [_cell(day, known.get(day)) for day in days]


def read_cells(
    days: Iterable[date], known: Mapping[date, Day], typed: Mapping[str, str]
) -> tuple[list[Cell], dict[date, Day]]:
    """The month as it was typed, and what that says anew; nothing where a cell is wrong."""
    cells = [_typed(day, typed) for day in days]
    if any(cell.error for cell in cells):
        return cells, {}
    new = {}
    for cell in cells:
        if cell.said:
            said = Day(SAID[cell.said], Decimal(cell.amount) if cell.amount else None)
            before = known.get(cell.day)
            # An estimate that nobody touched stays one.
            if before is None or (before.used, before.amount) != (said.used, said.amount):
                new[cell.day] = said
    return cells, new


def amount_of(typed: str) -> Decimal | None:
    """What was typed as an amount. Raises BadInput."""
    text = typed.strip().replace(",", ".", 1)
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise BadInput("Type the amount as a number.", field="amount") from error
    if not found.is_finite():
        raise BadInput("Type the amount as a number.", field="amount")
    return found


@dataclass(frozen=True)
class Row:
    """The figures of one substance."""

    title: str
    figures: Figures


def figures_of(mother: Participant, *, since: date, until: date, missing: Missing) -> list[Row]:
    """One row for each substance spoken of in the window; with several, one for any of them.

    A substance nobody spoke of would leave every day without use of “any” unknown, and so make
    each day that is known a day of use.
    """
    length = (until - since).days + 1
    if not SHORTEST <= length <= LONGEST:
        raise BadInput("Choose a window of a week to two years.", field="until")
    known, names = calendar_of(mother, since, until), substances()
    window = {"since": since, "until": until, "missing": missing}
    spoken = [code for code in [*names, *sorted(set(known) - set(names))] if code in known]
    rows = [Row(names.get(code, code), figures(_used(known[code]), **window)) for code in spoken]
    if len(spoken) > 1:
        every = together(_used(known[code]) for code in spoken)
        rows.append(Row("Any of these", figures(every, **window)))
    return rows


def _used(known: Mapping[date, Day]) -> dict[date, bool | None]:
    return {day: said.used for day, said in known.items()}


def _cell(day: date, said: Day | None) -> Cell:
    if said is None:
        return Cell(day)
    code = next(code for code, used in SAID.items() if used is said.used)
    amount = "" if said.amount is None else f"{said.amount.normalize():f}"
    return Cell(day, code, amount, said.period == UseDay.Period.ESTIMATED)


def _typed(day: date, typed: Mapping[str, str]) -> Cell:
    said = typed.get(f"said-{day.isoformat()}", "")
    amount = typed.get(f"amount-{day.isoformat()}", "").strip()[:20]
    if said not in ("", *SAID):
        return Cell(day, amount=amount, error="choose one of the list")
    try:
        number = amount_of(amount)
    except BadInput as error:
        return Cell(day, said, amount, error=error.message)
    if number is not None and said != USED:
        return Cell(day, said, amount, error="an amount goes with “used” only")
    return Cell(day, said, "" if number is None else f"{number:f}")
