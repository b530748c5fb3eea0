"""Results from elsewhere as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from measures.models import RecordedResult
from measures.services.results import Result, label_of
from people.models import Participant


@dataclass(frozen=True)
class Shown:
    """One questionnaire on one day: titles and what was found."""

    code: str
    title: str
    on: date
    figures: list[tuple[str, str]]
    by: str
    at: datetime


def as_shown(result: Result) -> Shown:
    """What holds, in words."""
    return Shown(
        code=result.instrument.code,
        title=result.instrument.content.title("en"),
        on=result.on,
        figures=[label_of(row) for row in result.rows],
        by=result.last.recorded_by.name,
        at=result.last.recorded_at,
    )


@dataclass(frozen=True)
class Typed:
    """What one person typed in at one moment, or took back."""

    at: datetime
    on: date
    by: str
    text: str


def typed_of(mother: Participant) -> list[Typed]:
    """Everything ever typed in, whether it holds or not, oldest first."""
    rows = mother.results.select_related("instrument", "recorded_by").order_by("pk")
    together: dict[tuple, list[RecordedResult]] = {}
    for row in rows:
        key = (row.recorded_at, row.instrument_id, row.on, row.taken_back)
        together.setdefault(key, []).append(row)
    return [
        Typed(each[0].recorded_at, each[0].on, each[0].recorded_by.name, _text(each))
        for each in together.values()
    ]


def _text(rows: Iterable[RecordedResult]) -> str:
    each = list(rows)
    title = each[0].instrument.content.title("en")
    said = "; ".join("{}: {}".format(*label_of(row)) for row in each)
    return f"{'Taken back: ' if each[0].taken_back else ''}{title}. {said}"
