"""Rules hung on her dates, and what they make expected of her."""

from dataclasses import fields, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from catalog.types import CLOCK, MOMENTARY, RuleSpec
from people.models import Participant, Pregnancy
from schedule.models import AnchorRevision, Occurrence, Rule
from schedule.moving import ahead
from schedule.services.anchors import current_anchor
from schedule.windows import Rhythm, Window, corrected, window, windows


def add_rule(
    *,
    participant: Participant,
    kind: str,
    subject: UUID,
    anchor_kind: str,
    anchor_subject: UUID,
    rhythm: Rhythm,
    corrected_age: bool = False,
    now: datetime,
) -> Rule:
    """Hang a rule on an anchor of hers and make its occurrences.

    `corrected_age`: what is counted from a birth counts from the due date of a child born early.
    """
    with transaction.atomic():
        rule = Rule.objects.create(
            participant=participant,
            kind=kind,
            subject=subject,
            anchor_kind=anchor_kind,
            anchor_subject=anchor_subject,
            corrected_age=corrected_age,
            created_at=now,
            **vars(rhythm),
        )
        plan_occurrences(rule=rule)
    return rule


def rhythm_of(spec: RuleSpec, *, seed: int = 0, between: tuple[time, time] | None = None) -> Rhythm:
    """A content RuleSpec (times as HH:MM) as a rhythm.

    What a course brings or she begins herself has no times of its own. `between` are the hours
    left to prompts by her quiet hours, where they differ from what the content says.
    """
    comes = spec.kind in (CLOCK, MOMENTARY)
    momentary = spec.kind == MOMENTARY
    hours = between if momentary and between else hours_of(spec)
    return Rhythm(
        first_day=spec.first_day,
        every_days=1 if momentary else spec.every_days,
        times=(spec.days if momentary else spec.times) if comes else 0,
        opens_at=time.fromisoformat(spec.opens_at),
        remind_at=time.fromisoformat(spec.remind_at),
        open_days=spec.open_days,
        prompts_a_day=spec.prompts_a_day,
        between_from=hours[0] if hours else None,
        between_until=hours[1] if hours else None,
        min_gap_minutes=spec.min_gap_minutes,
        stays_open_minutes=spec.stays_open_minutes if momentary else 0,
        seed=seed if momentary else 0,
    )


def hours_of(spec: RuleSpec) -> tuple[time, time] | None:
    """The hours of her day in which content puts its prompts, or None."""
    if not spec.between:
        return None
    return time.fromisoformat(spec.between[0]), time.fromisoformat(spec.between[1])


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
            for one in windows(rhythm_of_rule(rule), counted_from(rule, anchor.on), zone)
        ),
        ignore_conflicts=True,
    )
    return list(rule.occurrences.order_by("ordinal"))


def rhythm_of_rule(rule: Rule) -> Rhythm:
    """A rule's row as plain values."""
    return Rhythm(**{one.name: getattr(rule, one.name) for one in fields(Rhythm)})


def counted_from(rule: Rule, on: date) -> date:
    """The day a rule really counts from: of a child born early the due date, where it says so."""
    if not rule.corrected_age or rule.anchor_kind != AnchorRevision.Kind.BIRTH:
        return on
    born_of = Pregnancy.everything.filter(public_id=rule.anchor_subject).first()
    return corrected(on, born_of.due_date) if born_of else on


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


def expect_once(*, rule: Rule, to: Window, now: datetime) -> Occurrence | None:
    """Expect what a rule does not bring by itself, once per ordinal; the caller holds her row.

    What is there and has not opened moves to `to`. None without the date it hangs on.
    """
    anchor = current_anchor(
        participant=rule.participant, kind=rule.anchor_kind, subject=rule.anchor_subject
    )
    if anchor is None or anchor.on is None:
        return None
    to = replace(to, remind_at=ahead(to, now=now))
    held = rule.occurrences.filter(ordinal=to.ordinal).first()
    if held is None:
        made = new_occurrence(rule, anchor, rule.participant.zone, to)
        made.save()
        return made
    if held.opens_at > now:
        move_occurrence(occurrence=held, to=to)
    return held


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
    # What a course brought or she began herself has no hours of its own (`times` 0).
    pending = participant.occurrences.pending().exclude(zone=participant.zone)
    pending = pending.exclude(rule__times=0)
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
