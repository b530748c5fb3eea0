"""What staff typed in for consenting mothers, as rows of the export: results and calendar days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from catalog.models import ContentVersion
from measures.models import RecordedResult, UseDay
from measures.services.results import holding
from research.cells import Cell
from research.rows import TEXT_STAYS

Row = tuple[Cell, ...]
NOT_KNOWN = "not_known"


def result_rows(mothers: list[int], codes: Mapping[int, str], *, as_of: datetime) -> Iterator[Row]:
    """What held at `as_of`, mothers in order of pseudonym, then by questionnaire, day and field.

    Words staff typed are not there: nobody can promise that they do not name her.
    """
    rows = RecordedResult.objects.filter(participant__in=mothers, recorded_at__lte=as_of)
    held = holding(rows.select_related("instrument").order_by("pk"))
    for one in sorted(held, key=lambda row: (codes[row.participant_id], *_place(row))):
        yield (
            codes[one.participant_id],
            one.instrument.code,
            one.instrument.version,
            one.instrument.structure_hash,
            one.on.isoformat(),
            one.field,
            None if one.value is None else f"{one.value.normalize():f}",
            TEXT_STAYS if one.value is None else None,
            one.recorded_at,
        )


def use_day_rows(mothers: list[int], codes: Mapping[int, str], *, as_of: datetime) -> Iterator[Row]:
    """What held at `as_of`, mothers in order of pseudonym, then by day and substance."""
    rows = UseDay.objects.filter(participant__in=mothers, recorded_at__lte=as_of).order_by("pk")
    last = {(codes[one.participant_id], one.day, one.substance): one for one in rows}
    for (code, day, substance), one in sorted(last.items(), key=lambda item: item[0]):
        yield (
            code,
            day.isoformat(),
            substance,
            one.used,
            NOT_KNOWN if one.used is None else None,
            None if one.amount is None else f"{one.amount.normalize():f}",
            one.period,
            "self" if one.recorded_by_id is None else "staff",
            one.recorded_at,
        )


def result_instruments(mothers: list[int], *, as_of: datetime) -> list[ContentVersion]:
    """The versions whose results these mothers have, in order of code and release."""
    rows = RecordedResult.objects.filter(participant__in=mothers, recorded_at__lte=as_of)
    found = ContentVersion.objects.filter(pk__in=rows.values("instrument"))
    return list(found.order_by("code", "pk"))


def _place(row: RecordedResult) -> tuple[str, str, str]:
    return row.instrument.code, row.on.isoformat(), row.field
