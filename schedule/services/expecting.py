"""Rules hung on her dates, and what they make expected of her."""

from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from catalog.types import RuleSpec
from people.models import Participant
from schedule.models import AnchorRevision, Occurrence, Rule
from schedule.services.anchors import current_anchor
from schedule.windows import Rhythm, Window, window, windows


def add_rule(
    *,
    participant: Participant,
    kind: str,
    subject: UUID,
    anchor_kind: str,
    anchor_subject: UUID,
    rhythm: Rhythm,
    now: datetime,
) -> Rule:
    """Hang a rule on an anchor of hers and make its occurrences."""
    with transaction.atomic():
        rule = Rule.objects.create(
            participant=participant,
            kind=kind,
            subject=subject,
            anchor_kind=anchor_kind,
            anchor_subject=anchor_subject,
            created_at=now,
            **vars(rhythm),
        )
        plan_occurrences(rule=rule)
    return rule


def rhythm_of(spec: RuleSpec) -> Rhythm:
    """A content RuleSpec (times as HH:MM) as a rhythm."""
    return Rhythm(
        first_day=spec.first_day,
        every_days=spec.every_days,
        times=spec.times,
        opens_at=time.fromisoformat(spec.opens_at),
        remind_at=time.fromisoformat(spec.remind_at),
        open_days=spec.open_days,
    )


def plan_occurrences(*, rule: Rule) -> list[Occurrence]:
    """Make what the rule expects. Running it again makes nothing twice: (rule, ordinal) is unique.

    Without the anchor's date nothing is expected yet.
    """
    anchor = current_anchor(
        participant=rule.participant, kind=rule.anchor_kind, subject=rule.anchor_subject
    )
    if anchor is None or anchor.on is None:
        return []
    zone = rule.participant.zone
    Occurrence.objects.bulk_create(
        (
            new_occurrence(rule, anchor, zone, one)
            for one in windows(rhythm_of_rule(rule), anchor.on, zone)
        ),
        ignore_conflicts=True,
    )
    return list(rule.occurrences.order_by("ordinal"))


def rhythm_of_rule(rule: Rule) -> Rhythm:
    """A rule's row as plain values."""
    return Rhythm(
        first_day=rule.first_day,
        every_days=rule.every_days,
        times=rule.times,
        opens_at=rule.opens_at,
        remind_at=rule.remind_at,
        open_days=rule.open_days,
    )


def new_occurrence(rule: Rule, anchor: AnchorRevision, zone: str, one: Window) -> Occurrence:
    """What a rule expects in one window, not stored yet."""
    return Occurrence(
        participant=rule.participant,
        rule=rule,
        ordinal=one.ordinal,
        anchor=anchor,
        day=one.day,
        zone=zone,
        opens_at=one.opens_at,
        remind_at=one.remind_at,
        closes_at=one.closes_at,
    )


def move_occurrence(*, occurrence: Occurrence, to: Window) -> None:
    """Give a pending occurrence another window; what is done or cancelled stays where it was."""
    Occurrence.objects.pending().filter(pk=occurrence.pk).update(
        day=to.day, opens_at=to.opens_at, remind_at=to.remind_at, closes_at=to.closes_at
    )
    occurrence.refresh_from_db()


def follow_zone(*, participant: Participant) -> int:
    """Her wall clock is another now: what is pending keeps its day and moves to her new hours.

    Returns how many moved. What is done or cancelled stays as it was.
    """
    pending = participant.occurrences.pending().exclude(zone=participant.zone)
    moved = list(pending.select_related("rule"))
    for one in moved:
        to = window(rhythm_of_rule(one.rule), one.ordinal, one.day, participant.zone)
        one.zone, one.opens_at = participant.zone, to.opens_at
        # One that lost its hour does not get it back.
        one.remind_at = to.remind_at if one.remind_at else None
        one.closes_at = to.closes_at
    return Occurrence.objects.pending().bulk_update(
        moved, ["zone", "opens_at", "remind_at", "closes_at"]
    )


def mark_done(*, occurrence: Occurrence, at: datetime) -> bool:
    """Done, once: the first time stands. False when it was done or cancelled before."""
    done = Occurrence.objects.pending().filter(pk=occurrence.pk).update(done_at=at) == 1
    occurrence.refresh_from_db()
    return done


def end_rule(*, rule: Rule, now: datetime) -> int:
    """Expect nothing more: pending occurrences are cancelled, what is done is kept."""
    with transaction.atomic():
        Rule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=now)
        ended = Occurrence.Why.ENDED
        return rule.occurrences.pending().update(cancelled_at=now, cancelled_why=ended)
