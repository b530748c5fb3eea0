"""Answers and scores of consenting mothers, a handful of mothers at a time.

Memory holds one batch of mothers, never the clinic. Rows are append-only and read up to `as_of`,
so a batch read later belongs to the same picture as a batch read earlier.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, F, Min, OuterRef, QuerySet

from catalog.models import ContentVersion
from measures.models import Administration, Answer
from research.cells import Cell
from research.rows import Given, Stored, answer_rows, score_rows

BATCH = 50
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Batch:
    """What one batch of mothers adds to the tables; `read` counts answers, for the progress bar."""

    answers: list[Row]
    scores: list[Row]
    read: int


def count_answers(participant_ids: list[int], *, as_of: datetime) -> int:
    """How many answers there are to read."""
    return _answers(participant_ids, as_of).count()


def instruments_in(participant_ids: list[int], *, as_of: datetime) -> list[ContentVersion]:
    """The versions of questionnaires these mothers answered, in order of code and release."""
    said = _answers(participant_ids, as_of).filter(administration__instrument=OuterRef("pk"))
    return list(
        ContentVersion.objects.filter(Exists(said), kind="instrument").order_by("code", "pk")
    )


def batches(codes: Mapping[int, str], *, as_of: datetime) -> Iterator[Batch]:
    """All rows of the mothers in `codes` (participant id → pseudonym), in order of pseudonym."""
    mothers = sorted(codes, key=lambda pk: codes[pk])
    released = {row.pk: row for row in instruments_in(mothers, as_of=as_of)}
    for start in range(0, len(mothers), BATCH):
        yield _batch(mothers[start : start + BATCH], codes, released, as_of)


def _batch(
    mothers: list[int],
    codes: Mapping[int, str],
    released: Mapping[int, ContentVersion],
    as_of: datetime,
) -> Batch:
    said: dict[int, list[Stored]] = defaultdict(list)
    # The text stays where it is: it is neither read nor decrypted.
    for answer in _answers(mothers, as_of).select_related("deposit", "anchor").defer("text"):
        said[answer.administration_id].append(_stored(answer))
    answers: list[Row] = []
    scores: list[Row] = []
    for given in sorted(_given(mothers, codes, released, said), key=lambda one: one.order):
        answers += answer_rows(given, said[given.pk])
        scores += score_rows(given, said[given.pk], as_of=as_of)
    return Batch(answers, scores, sum(map(len, said.values())))


def _answers(participant_ids: list[int], as_of: datetime) -> QuerySet[Answer]:
    """Without what she deleted: from then on no export has it, whatever moment it is made for."""
    return Answer.objects.standing().filter(
        administration__participant__in=participant_ids, deposit__received_at__lte=as_of
    )


def _given(
    mothers: list[int],
    codes: Mapping[int, str],
    released: Mapping[int, ContentVersion],
    said: Mapping[int, list[Stored]],
) -> Iterator[Given]:
    """The administrations that were answered, numbered among those she answered of an instrument.

    In the order their first answers came, also those she deleted since: what her phone only took
    along has no number, and a number never changes in a later export.
    """
    numbers: Counter[tuple[int, str]] = Counter()
    addressed, not_asked = _histories(list(said))
    every = Administration.objects.filter(participant__in=mothers).select_related("occurrence")
    answered = every.annotate(code=F("instrument__code"), first=Min("answers__deposit_id"))
    for one in answered.filter(first__isnull=False).order_by("first"):
        numbers[one.participant_id, one.code] += 1
        if one.pk in said:
            release = released[one.instrument_id]
            yield Given(
                pk=one.pk,
                pseudonym=codes[one.participant_id],
                instrument=release.content,
                structure_hash=release.structure_hash,
                wording_hashes=release.wording_hashes,
                number=numbers[one.participant_id, one.code],
                occurrence=one.occurrence.ordinal if one.occurrence else None,
                addressed=addressed[one.pk],
                started_at=one.started_at,
                not_asked=not_asked[one.pk],
            )


def _histories(
    administrations: list[int],
) -> tuple[dict[int, list[tuple[datetime, str]]], dict[int, list[tuple[datetime, dict[str, str]]]]]:
    """How she was addressed and what was not asked: what a row says now may not have been so.

    From the change history, so an export for a moment says what was known at that moment.
    """
    events = apps.get_model("measures", "AdministrationEvent").objects
    addressed: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    not_asked: dict[int, list[tuple[datetime, dict[str, str]]]] = defaultdict(list)
    rows = events.filter(pgh_obj__in=administrations).order_by("pgh_id")
    for pk, since, how, why in rows.values_list(
        "pgh_obj_id", "pgh_created_at", "addressed", "not_asked"
    ):
        addressed[pk].append((since, how))
        not_asked[pk].append((since, why))
    return addressed, not_asked


def _stored(answer: Answer) -> Stored:
    deposit, anchor = answer.deposit, answer.anchor
    return Stored(
        item=answer.item,
        value=answer.number,
        declined=answer.declined,
        language=answer.language,
        timing=answer.timing,
        answered_at=deposit.answered_at,
        sequence=deposit.sequence,
        receipt=deposit.pk,
        received_at=deposit.received_at,
        zone=deposit.zone,
        offset_minutes=deposit.offset_minutes,
        gestational_day=answer.gestational_day,
        infant_day=answer.infant_day,
        anchor=anchor.kind if anchor else None,
        anchor_revision=anchor.number if anchor else None,
    )
