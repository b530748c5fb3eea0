"""Scores, computed from the answers each time they are read: nothing stored can go stale."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from catalog.models import ContentVersion
from catalog.types import Instrument, Item, Scale
from kernel.clock import local_date
from measures.applicability import put
from measures.current import Said, current
from measures.models import Administration, Answer
from measures.scoring import Score, score
from measures.services.administering import addressed_of, said_in
from people.models import Participant


class Asked(NamedTuple):
    """How it was put to her. Empty where it was not written down: nobody knows any more."""

    version: str = ""
    language: str = ""
    wording: str = ""
    mode: str = ""


class Point(NamedTuple):
    """One administration on a line; `value` or the reason it is absent."""

    day: date
    value: Decimal | None
    absent: str | None
    asked: Asked = Asked()
    administration: UUID | None = None


class Series(NamedTuple):
    """One scale of one instrument over a mother's weeks, oldest first."""

    instrument: str
    scale: Scale
    points: list[Point]
    # The published questionnaire it is, or whose structure it has with words of ours.
    known_as: str = ""
    stand_in: bool = False


def scores_of(administration: Administration) -> list[Score]:
    """One score for each scale of its instrument."""
    said = said_in(administration)
    content = administration.instrument.content
    asked = put(content.items_for(addressed_of(administration)), administration.not_asked)
    return _scores(content, asked, said.values())


def scores_over_time(participant: Participant) -> list[Series]:
    """Every line of one mother, in three queries however long it is."""
    return scores_by_participant([participant]).get(participant.pk, [])


def scores_by_participant(
    participants: "QuerySet[Participant] | Collection[Participant]",
    *,
    since: date | None = None,
    instruments: Collection[str] | None = None,
) -> dict[int, list[Series]]:
    """The lines of many mothers by primary key, in three queries however many they are.

    Administrations without any answer are no points. Two versions of an instrument share a line
    only while the key of the scale is the same, and each point says how it was asked: whoever
    draws the line breaks it where that changes. A check-in counts on its day; what a session
    asked on the day she came to its end, which may be long after her phone took it along.
    """
    rows = Administration.objects.filter(participant__in=participants)
    if instruments is not None:
        rows = rows.filter(instrument__code__in=instruments)
    if since is not None:
        rows = rows.filter(_may_count(since))
    begun = list(rows.order_by("started_at", "pk").values(*_COLUMNS))
    contents = ContentVersion.objects.in_bulk({row["instrument_id"] for row in begun})
    said = said_by_administration(rows)
    lines: dict[int, dict[tuple, Series]] = defaultdict(dict)
    for row in begun:
        answers = said.get(row["pk"], [])
        day = _day_of(row, answers) if answers else None
        if day and (since is None or day >= since):
            instrument = contents[row["instrument_id"]].content
            _add_points(lines[row["participant_id"]], instrument, row, day, answers)
    return {pk: [_in_order(line) for line in mine.values()] for pk, mine in lines.items()}


_COLUMNS = (
    "pk",
    "participant_id",
    "participant__zone",
    "participant__addressed",
    "instrument_id",
    "addressed",
    "finished_at",
    "occurrence__day",
    "public_id",
    "language",
    "wording_hash",
    "mode",
    "not_asked",
)


def _may_count(since: date) -> Q:
    """All whose day may be `since` or later, and few more; zones are a day apart at most."""
    finished = Q(finished_at=None) | Q(finished_at__date__gte=since - timedelta(days=1))
    return Q(occurrence__day__gte=since) | Q(occurrence=None) & finished


def _day_of(row: dict[str, Any], said: Iterable[Said]) -> date:
    """The day of the check-in; else that on which she finished it, or said the last so far."""
    if row["occurrence__day"]:
        return row["occurrence__day"]
    ended = row["finished_at"] or max(one.answered_at for one in said)
    return local_date(ended, row["participant__zone"])


def _add_points(
    mine: dict[tuple, Series],
    instrument: Instrument,
    row: dict[str, Any],
    day: date,
    said: list[Said],
) -> None:
    addressed = row["addressed"] if row["finished_at"] else row["participant__addressed"]
    asked = Asked(instrument.version, row["language"], row["wording_hash"], row["mode"])
    items = put(instrument.items_for(addressed), row["not_asked"])
    for scale, one in zip(instrument.scales, _scores(instrument, items, said), strict=True):
        key = (instrument.code, scale.key)
        known_as = instrument.stand_in_for or instrument.code
        line = mine.get(key, Series(instrument.code, scale, [], known_as, instrument.stand_in))
        line.points.append(Point(day, one.value, one.absent, asked, row["public_id"]))
        # The last version she met says what is known of the number: titles, cut-offs, sources.
        mine[key] = line._replace(scale=scale, known_as=known_as, stand_in=instrument.stand_in)


def _in_order(line: Series) -> Series:
    return line._replace(points=sorted(line.points, key=lambda point: point.day))


def _scores(instrument: Instrument, asked: tuple[Item, ...], said: Iterable[Said]) -> list[Score]:
    values = numbers_of(said)
    return [score(scale, values, asked, tables=instrument.tables) for scale in instrument.scales]


def numbers_of(said: Iterable[Said]) -> dict[str, int | None]:
    """What is scored: the current number of each item, None for "I'd rather not say"."""
    values: dict[str, int | None] = {}
    for one in current(said).values():
        if one.declined:
            values[one.item] = None
        elif isinstance(one.value, int):
            values[one.item] = one.value
    return values


def said_by_administration(rows: "QuerySet[Administration]") -> dict[int, list[Said]]:
    """The answers by administration: her own words are neither fetched nor decrypted."""
    numbers = Answer.objects.standing().filter(administration__in=rows, text__isnull=True)
    answers = numbers.values_list(
        "administration_id",
        "item",
        "number",
        "declined",
        "deposit__answered_at",
        "deposit__sequence",
        "deposit_id",
    )
    said: dict[int, list[Said]] = defaultdict(list)
    for administration, *values in answers:
        said[administration].append(_tuple(values))
    return said


def _tuple(values: list[Any]) -> Said:
    item, number, declined, answered_at, sequence, receipt = values
    when: datetime = answered_at
    return Said(item, number, declined, when, sequence, receipt)
