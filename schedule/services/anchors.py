"""Dates that windows are counted from, and where her clocks stand by them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kernel.clock import local_date
from kernel.rows import ask, columns, read
from people.models import Participant, Pregnancy, User
from schedule.models import AnchorRevision
from schedule.windows import gestational_day, infant_day


@dataclass(frozen=True)
class Ages:
    """Where her clocks stand, in days, and the anchor revision that was read."""

    gestational_day: int | None
    infant_day: int | None
    anchor: AnchorRevision | None


def set_anchor(
    *,
    participant: Participant,
    kind: str,
    subject: UUID,
    on: date | None,
    source: str,
    by: User | None,
    now: datetime,
) -> AnchorRevision:
    """Record a date as a new revision; the same date again is the revision there is.

    `on` None: there is no such date any more. What hangs on an anchor is not moved here: moving
    is a previewed journey of its own (pathway).
    """
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)
        mine = AnchorRevision.objects.filter(participant=participant, kind=kind, subject=subject)
        last = mine.order_by("-number").first()
        if last and last.on == on:
            return last
        return AnchorRevision.objects.create(
            participant=participant,
            kind=kind,
            subject=subject,
            number=(mine.aggregate(top=Max("number"))["top"] or 0) + 1,
            on=on,
            source=source,
            recorded_at=now,
            recorded_by=by,
        )


def current_anchor(
    *, participant: Participant, kind: str, subject: UUID | None = None
) -> AnchorRevision | None:
    """The revision that holds, or None when there is no such date (any more).

    Without a subject: of the subject whose date was recorded last and still holds.
    """
    mine = AnchorRevision.objects.filter(participant=participant, kind=kind)
    if subject:
        mine = mine.filter(subject=subject)
    latest_first = mine.order_by("subject", "-number").distinct("subject")
    holding = [revision for revision in latest_first if revision.on is not None]
    return max(holding, key=lambda one: (one.recorded_at, one.pk), default=None)


def ages(*, participant: Participant, at: datetime) -> Ages:
    """How far the pregnancy is, or how old the infant, on her local day of `at`.

    The birth clock runs once there is a birth; the due-date clock only while the pregnancy is
    ongoing. After a loss neither runs.
    """
    on = local_date(at, participant.zone)
    found = ask(_CLOCK.format(columns(AnchorRevision, "anchor")), [participant.pk])
    if found is None:
        return Ages(None, None, None)
    outcome, *rest = found
    anchor = read(AnchorRevision, iter(rest))
    if anchor.on is None:
        return Ages(None, None, None)
    if outcome == Pregnancy.Outcome.ONGOING:
        return Ages(gestational_day(anchor.on, on), None, anchor)
    if outcome == Pregnancy.Outcome.LIVE_BIRTH and anchor.on <= on:
        return Ages(None, infant_day(anchor.on, on), anchor)
    return Ages(None, None, None)


# The newest pregnancy that stands, and the newest revision of the date its clock counts from.
_CLOCK = """
    SELECT newest.outcome, {} FROM (
        SELECT public_id, outcome, participant_id FROM people_pregnancy
        WHERE participant_id = %s AND undone_at IS NULL ORDER BY id DESC LIMIT 1
    ) newest
    JOIN schedule_anchorrevision anchor
        ON anchor.participant_id = newest.participant_id AND anchor.subject = newest.public_id
        AND anchor.kind = CASE newest.outcome WHEN 'ongoing' THEN 'due_date' ELSE 'birth' END
    ORDER BY anchor.number DESC LIMIT 1
"""
