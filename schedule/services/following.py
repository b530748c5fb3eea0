"""What hangs on a date follows it (schedule.moving says how)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from people.models import Participant
from schedule.models import AnchorRevision, Occurrence, Rule
from schedule.moving import Act, Fate, Held, fate, put
from schedule.services.anchors import current_anchor
from schedule.services.expecting import counted_from, new_occurrence, rhythm_of_rule
from schedule.windows import Window, windows

WRITTEN = (
    "anchor",
    "day",
    "zone",
    "opens_at",
    "remind_at",
    "closes_at",
    "cancelled_at",
    "cancelled_why",
)


def follow_anchor(
    *,
    participant: Participant,
    kind: str,
    subject: UUID,
    now: datetime,
    begun: Collection[int] = (),
) -> None:
    """Bring what every living rule on an anchor expects to where the anchor is now.

    `begun` are the keys of occurrences she has begun: those stay where they are. The caller
    holds her row. Running it again changes nothing.
    """
    anchor = current_anchor(participant=participant, kind=kind, subject=subject)
    rules = Rule.objects.filter(
        participant=participant, anchor_kind=kind, anchor_subject=subject, ended_at=None
    ).exclude(times=0)
    for rule in rules.order_by("pk"):
        rule.participant = participant
        _follow(rule, anchor, now, begun)


def _follow(
    rule: Rule, anchor: AnchorRevision | None, now: datetime, begun: Collection[int]
) -> None:
    zone = rule.participant.zone
    on = counted_from(rule, anchor.on) if anchor and anchor.on else None
    ahead = {one.ordinal: one for one in windows(rhythm_of_rule(rule), on, zone)} if on else {}
    changed, held = [], {row.ordinal: row for row in _locked(rule)}
    for ordinal, row in held.items():
        decided = fate(_held(row, begun), ahead.get(ordinal), now=now)
        if decided.act is not Act.KEEP:
            changed.append(_carried_out(row, decided, anchor, zone, now))
    Occurrence.objects.bulk_update(changed, WRITTEN)
    if anchor is None:
        return
    new = [one for ordinal, one in ahead.items() if ordinal not in held]
    Occurrence.objects.bulk_create(
        _carried_out(new_occurrence(rule, anchor, zone, one), put(one, now=now), anchor, zone, now)
        for one in new
    )


def _locked(rule: Rule) -> list[Occurrence]:
    """Its rows as they are now: she may be finishing one at this moment."""
    return list(rule.occurrences.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _held(row: Occurrence, begun: Collection[int]) -> Held:
    return Held(
        window=Window(row.ordinal, row.day, row.opens_at, row.remind_at, row.closes_at),
        done=row.done_at is not None,
        cancelled=row.cancelled_why if row.cancelled_at else None,
        begun=row.pk in begun,
    )


def _carried_out(
    row: Occurrence, decided: Fate, anchor: AnchorRevision | None, zone: str, now: datetime
) -> Occurrence:
    if decided.window:
        row.day, row.opens_at = decided.window.day, decided.window.opens_at
        row.remind_at, row.closes_at = decided.window.remind_at, decided.window.closes_at
        row.zone = zone
        row.anchor = anchor or row.anchor
    cancelled = decided.act is Act.CANCEL
    row.cancelled_at, row.cancelled_why = (now, decided.why) if cancelled else (None, "")
    return row
