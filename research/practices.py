"""Practices of consenting mothers as rows of the export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from catalog.models import ContentVersion
from catalog.types import FULL, Curriculum, Step
from research.cells import Cell
from schedule.models import Deposit
from sessions.models import HarmRecord, PracticeEntry, StepEntry
from sessions.services import practice_name

Row = tuple[Cell, ...]
ENDED = (StepEntry.Event.DONE, StepEntry.Event.LEFT, StepEntry.Event.STOPPED)
IN_SESSION, OWN, AWAY = "session", "own", "away"


def practice_rows(
    mothers: list[int], codes: Mapping[int, str], *, as_of: datetime
) -> Iterator[Row]:
    """Every practice received by `as_of`, mothers in order of pseudonym, then by when it ended.

    What she has deleted since is not there, as with answers.
    """
    harms, steps = _harms(mothers, as_of), _Steps()
    found: list[tuple[str, datetime, int, Row]] = []
    for entry in _entries(mothers, as_of):
        name = practice_name(entry.assigned, entry.step)
        pseudonym = codes[entry.assigned.course.participant_id]
        found += _one(entry, name, IN_SESSION, pseudonym, harms, steps)
    for own in _own(mothers, as_of):
        where = AWAY if own.away else OWN
        found += _one(own, own.practice, where, codes[own.participant_id], harms, steps)
    yield from (row for *_order, row in sorted(found, key=lambda one: one[:3]))


class _Steps:
    """Steps by the name rows keep, each curriculum read once."""

    def __init__(self) -> None:
        self._contents: dict[str, Curriculum | None] = {}

    def step(self, curriculum: str, session: str, code: str) -> Step | None:
        """The step, or None where its content is not here any more."""
        if curriculum not in self._contents:
            name, _at, version = curriculum.partition("@")
            rows = ContentVersion.objects.filter(kind="curriculum", code=name, version=version)
            row = rows.first()
            self._contents[curriculum] = row.content if row else None
        content = self._contents[curriculum]
        try:
            return content.session(session).step(code) if content else None
        except KeyError:
            return None


def _entries(mothers: list[int], as_of: datetime) -> Iterator[StepEntry]:
    rows = StepEntry.objects.standing().filter(
        deposit__received_at__lte=as_of,
        event__in=ENDED,
        assigned__course__participant__in=mothers,
    )
    wanted = rows.select_related("deposit", "assigned__course__curriculum")
    # Her words stay where they are: they are neither read nor decrypted.
    yield from wanted.defer("text", "fields", "assigned__course__curriculum__body")


def _own(mothers: list[int], as_of: datetime) -> Iterator[PracticeEntry]:
    rows = PracticeEntry.objects.standing().filter(
        deposit__received_at__lte=as_of, participant__in=mothers
    )
    yield from rows.select_related("deposit")


def _harms(mothers: list[int], as_of: datetime) -> dict[int, str]:
    rows = HarmRecord.objects.filter(participant__in=mothers, recorded_at__lte=as_of)
    return dict(rows.values_list("deposit_id", "kind"))


def _one(
    entry: StepEntry | PracticeEntry,
    name: str,
    where: str,
    pseudonym: str,
    harms: dict[int, str],
    steps: _Steps,
) -> list[tuple[str, datetime, int, Row]]:
    """The row, or none for a step that is no practice."""
    curriculum, session, code = name.split("/")
    step = steps.step(curriculum, session, code)
    if step is None or not step.is_timed:
        return []
    deposit: Deposit = entry.deposit
    local = (deposit.answered_at + timedelta(minutes=deposit.offset_minutes)).replace(tzinfo=None)
    row = (
        pseudonym,
        *curriculum.split("@"),
        session,
        code,
        step.kind,
        step.skill,
        where,
        entry.event,
        entry.cut,
        _length(step, entry.cut),
        entry.anchor,
        entry.seconds,
        entry.before,
        entry.after,
        harms.get(deposit.pk),
        deposit.answered_at,
        local,
        deposit.zone,
        deposit.offset_minutes,
        deposit.received_at,
    )
    return [(pseudonym, deposit.answered_at, deposit.pk, row)]


def _length(step: Step, cut: str) -> int | None:
    """Of older content a short form stood for a cut: its length is not the step's to say."""
    if not cut or cut == FULL:
        return step.seconds
    return {one.code: one.seconds for one in step.cuts}.get(cut)
