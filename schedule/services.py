"""Moving the clocks: anchors, rules, occurrences, and the receipt of what phones hand in."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from catalog.types import RuleSpec
from kernel.clock import local_date, moment
from kernel.errors import Conflict
from people.models import Device, Participant, Pregnancy, User
from schedule.envelope import Envelope
from schedule.models import AnchorRevision, Deposit, Occurrence, Rule
from schedule.skew import said_at
from schedule.windows import (
    Rhythm,
    Window,
    gestational_day,
    infant_day,
    window,
    windows,
)


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
    on: date,
    source: str,
    by: User | None,
    now: datetime,
) -> AnchorRevision:
    """Record a date as a new revision; the same date again is the revision there is.

    What hangs on an anchor is not moved here: moving is a previewed journey of its own.
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
    """The revision that holds; without a subject, of the subject recorded last."""
    mine = AnchorRevision.objects.filter(participant=participant, kind=kind)
    if subject:
        mine = mine.filter(subject=subject)
    latest = mine.order_by("-recorded_at", "-number", "-pk").first()
    if latest is None or subject:
        return mine.order_by("-number").first()
    return mine.filter(subject=latest.subject).order_by("-number").first()


def ages(*, participant: Participant, at: datetime) -> Ages:
    """How far the pregnancy is, or how old the infant, on her local day of `at`.

    The birth clock runs once there is a birth; the due-date clock only while the pregnancy is
    ongoing. After a loss neither runs.
    """
    on = local_date(at, participant.zone)
    pregnancy = participant.pregnancies.order_by("-recorded_at", "-pk").first()
    if pregnancy is None:
        return Ages(None, None, None)
    mine = participant.anchors.filter(subject=pregnancy.public_id).order_by("number")
    holds = {revision.kind: revision for revision in mine}
    due = holds.get(AnchorRevision.Kind.DUE_DATE)
    birth = holds.get(AnchorRevision.Kind.BIRTH)
    if pregnancy.outcome == Pregnancy.Outcome.ONGOING and due:
        return Ages(gestational_day(due.on, on), None, due)
    if pregnancy.outcome == Pregnancy.Outcome.LIVE_BIRTH and birth and birth.on <= on:
        return Ages(None, infant_day(birth.on, on), birth)
    return Ages(None, None, None)


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
    if anchor is None:
        return []
    zone = rule.participant.zone
    Occurrence.objects.bulk_create(
        (_occurrence(rule, anchor, zone, one) for one in windows(_rhythm(rule), anchor.on, zone)),
        ignore_conflicts=True,
    )
    return list(rule.occurrences.order_by("ordinal"))


def _rhythm(rule: Rule) -> Rhythm:
    """A rule's row as plain values."""
    return Rhythm(
        first_day=rule.first_day,
        every_days=rule.every_days,
        times=rule.times,
        opens_at=rule.opens_at,
        remind_at=rule.remind_at,
        open_days=rule.open_days,
    )


def _occurrence(rule: Rule, anchor: AnchorRevision, zone: str, one: Window) -> Occurrence:
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
        to = window(_rhythm(one.rule), one.ordinal, one.day, participant.zone)
        one.zone, one.opens_at = participant.zone, to.opens_at
        one.remind_at, one.closes_at = to.remind_at, to.closes_at
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
        return rule.occurrences.pending().update(cancelled_at=now)


def receive(*, device: Device, envelope: Envelope, now: datetime) -> tuple[Deposit, bool]:
    """Take what a phone hands in, exactly once; call it inside the transaction that stores it.

    Returns the receipt and whether it is new. A UUID seen before with the same body is the same
    receipt; with another body, or from another phone, raises Conflict: the caller asks again and
    keeps her text.
    """
    seen = moment(said_at(device=device, envelope=envelope, now=now), envelope.zone)
    deposit, created = Deposit.objects.get_or_create(
        client_uuid=envelope.client_uuid,
        defaults={
            "device": device,
            "envelope_version": envelope.version,
            "kind": envelope.kind,
            "body_hash": envelope.body_hash,
            "sequence": envelope.sequence,
            "phone_answered_at": envelope.phone_answered_at,
            "answered_at": seen.at,
            "received_at": now,
            "zone": seen.zone,
            "offset_minutes": seen.offset_minutes,
        },
    )
    if not created and (
        deposit.body_hash != envelope.body_hash
        or deposit.kind != envelope.kind
        or deposit.device.participant_id != device.participant_id
    ):
        raise Conflict(
            "This was already saved with other words. Check it and save it again.",
            code="other_body",
        )
    return deposit, created
