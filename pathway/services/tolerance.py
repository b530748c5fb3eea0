"""A time after which her body may bear less: the card she gets, and who hears of it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from catalog.services import for_jurisdiction
from catalog.types import SafetyRule
from kernel.clock import at_local, local_date
from kernel.errors import WindowClosed
from people.models import Infant, MedicationStatus, Participant, Pregnancy, User
from people.services import LOSSES, medicine_of, record_medication
from safety.models import ConcernSource, ToleranceGap
from safety.services import raise_concern, record_gap, standing_gaps, take_back_gap
from safety.tolerance import RECENT
from schedule.models import AnchorRevision, Occurrence, Pause, Rule
from schedule.services import add_rule, end_rule, mark_done, set_anchor
from schedule.windows import Rhythm

MIDNIGHT, REMIND_AT = time(0, 0), time(10, 0)
NOW_DAYS = 14
# 3, 6, 9 and 12 months after a birth or a loss.
SERIES = Rhythm(
    first_day=91, every_days=91, times=4, opens_at=MIDNIGHT, remind_at=REMIND_AT, open_days=28
)
GAP_STATES: dict[str, str] = {
    MedicationStatus.State.PAUSED: ToleranceGap.Kind.MISSED_DOSES,
    MedicationStatus.State.STOPPED: ToleranceGap.Kind.STOPPED,
}


@dataclass(frozen=True)
class MedicationReport:
    """What was told about her medication, and the gap it meant."""

    period: MedicationStatus
    gap: ToleranceGap | None


@transaction.atomic
def report_gap(
    *,
    participant: Participant,
    kind: str,
    on: date,
    days: int | None = None,
    pregnancy: Pregnancy | None = None,
    by: User | None,
    now: datetime,
) -> ToleranceGap:
    """Keep the gap, give her the card now, and raise the concern her place's rules ask for.

    The same kind on the same day is the same gap: no second card. After a birth or a loss the
    card comes again after 3, 6, 9 and 12 months; `pregnancy` says which, else the latest one
    that has ended. Raises BadInput for days that cannot be.
    """
    gap, new = record_gap(participant=participant, kind=kind, on=on, days=days, by=by, now=now)
    ended = pregnancy or _ended(participant) if kind == ToleranceGap.Kind.BIRTH else None
    if new:
        _card_now(gap, remind=not _mourns(participant, ended), by=by, now=now)
    if ended is not None:
        series_after(pregnancy=ended, on=on, by=by, now=now)
    _tell(gap, now)
    return gap


@transaction.atomic
def report_medication(
    *,
    participant: Participant,
    medication: str | None = None,
    state: str,
    since: date,
    until: date | None = None,
    by: User | None,
    now: datetime,
) -> MedicationReport:
    """Record a period of her medication; days without it, and stopping, are a gap.

    Without `medication`: the one she has. What is corrected on the same day takes its gap back
    with it; the concern stays. Days that were over more than 14 days ago bring no card.
    """
    period = record_medication(
        participant=participant,
        medication=medication or medicine_of(participant),
        state=state,
        since=since,
        until=until,
        by=by,
        now=now,
    )
    today = local_date(now, participant.zone)
    kind = GAP_STATES.get(period.state) if _recent(period, today) else None
    _follow_corrections(participant, kept=(kind, period.since), now=now)
    if kind is None:
        return MedicationReport(period, None)
    last = period.until or today
    gap = report_gap(
        participant=participant,
        kind=kind,
        on=period.since,
        days=(last - period.since).days + 1,
        by=by,
        now=now,
    )
    return MedicationReport(period, gap)


def series_after(*, pregnancy: Pregnancy, on: date, by: User | None, now: datetime) -> None:
    """The card again 3, 6, 9 and 12 months after a pregnancy has ended; once per pregnancy.

    It hangs on a date of its own, so that it stays when the birth clock must be silent. A
    corrected day moves it like anything else (set_anchor, then the moving of `schedule`).
    """
    mother = pregnancy.participant
    if Rule.objects.filter(subject=pregnancy.public_id, ended_at=None).exists():
        return
    _hang(mother, pregnancy.public_id, on, SERIES, source="end of pregnancy", by=by, now=now)


@transaction.atomic
def undo_gap(gap: ToleranceGap, now: datetime, *, by: User | None = None) -> None:
    """Take a gap back with its card, and with the series of a birth that was not.

    What she has read stays read; a concern it raised stays.
    """
    if not take_back_gap(gap=gap, now=now):
        return
    mother = gap.participant
    subjects = [gap.public_id]
    if gap.kind == ToleranceGap.Kind.BIRTH:
        ids = mother.pregnancies(manager="everything").values_list("public_id", flat=True)
        subjects += [one for one in ids if _anchored_on(mother, one) == gap.on]
    for rule in Rule.objects.filter(participant=mother, subject__in=subjects, ended_at=None):
        end_rule(rule=rule, now=now)
        set_anchor(
            participant=mother,
            kind=AnchorRevision.Kind.TOLERANCE,
            subject=rule.subject,
            on=None,
            source="taken back",
            by=by,
            now=now,
        )


@transaction.atomic
def finish_card(*, occurrence: Occurrence, now: datetime) -> bool:
    """She has read it: every card that is open now is done, since all say the same.

    False when it was done before. Raises WindowClosed when it is not open.
    """
    mother = occurrence.participant
    Participant.objects.select_for_update(no_key=True).get(pk=mother.pk)
    occurrence.refresh_from_db()
    if occurrence.done_at is not None:
        return False
    cards = Occurrence.objects.open(now=now).filter(participant=mother, rule__kind=Rule.Kind.CARD)
    if not cards.filter(pk=occurrence.pk).exists():
        raise WindowClosed("This is not open now.")
    for card in cards:
        mark_done(occurrence=card, at=now)
    occurrence.refresh_from_db()
    return True


def _card_now(gap: ToleranceGap, *, remind: bool, by: User | None, now: datetime) -> None:
    """The card, open from now on; a reminder at the next ten o'clock of hers, or none."""
    zone = gap.participant.zone
    today = local_date(now, zone)
    first_day = 0 if now < at_local(today, REMIND_AT, zone) else 1
    rhythm = Rhythm(
        first_day=first_day,
        every_days=1,
        times=1,
        opens_at=MIDNIGHT,
        remind_at=REMIND_AT,
        open_days=NOW_DAYS,
    )
    rule = _hang(gap.participant, gap.public_id, today, rhythm, source=gap.kind, by=by, now=now)
    card = rule.occurrences.get()
    card.opens_at = min(card.opens_at, now)
    if not remind:
        card.remind_at = None
    card.save(update_fields=["opens_at", "remind_at"])


def _hang(
    mother: Participant,
    subject: UUID,
    on: date,
    rhythm: Rhythm,
    *,
    source: str,
    by: User | None,
    now: datetime,
) -> Rule:
    kind = AnchorRevision.Kind.TOLERANCE
    set_anchor(participant=mother, kind=kind, subject=subject, on=on, source=source, by=by, now=now)
    rule = add_rule(
        participant=mother,
        kind=Rule.Kind.CARD,
        subject=subject,
        anchor_kind=kind,
        anchor_subject=subject,
        rhythm=rhythm,
        now=now,
    )
    # Nothing of the past is caught up on: neither a window that is over nor its hour.
    pending = rule.occurrences.pending()
    pending.filter(closes_at__lte=now).update(cancelled_at=now, cancelled_why=Occurrence.Why.PASSED)
    pending.filter(remind_at__lte=now).update(remind_at=None)
    return rule


def _tell(gap: ToleranceGap, now: datetime) -> None:
    """The concern the rules of her place ask for, if they ask for one."""
    rule = gap_rule(gap)
    if rule is None or rule.tier == "none":
        return
    raise_concern(
        participant=gap.participant,
        rule=rule.code,
        tier=rule.tier,
        kind=ConcernSource.Kind.GAP,
        source_id=gap.public_id,
        happened_at=now,
        now=now,
    )


def gap_rule(gap: ToleranceGap) -> SafetyRule | None:
    """What the rules where she lives say to a gap, in their newest words."""
    rules = for_jurisdiction("safety", gap.participant.clinic.jurisdiction).content
    return rules.event(gap.kind, gap.days)


def _recent(period: MedicationStatus, today: date) -> bool:
    return period.until is None or today - period.until <= RECENT


def _follow_corrections(
    participant: Participant, *, kept: tuple[str | None, date], now: datetime
) -> None:
    """Gaps of words that were corrected just now, on the day they were said, go with them."""
    corrected = MedicationStatus.objects.filter(
        participant=participant, undone_at=now, state__in=list(GAP_STATES)
    )
    today = local_date(now, participant.zone)
    for row in corrected:
        if local_date(row.recorded_at, participant.zone) != today:
            continue
        kind = GAP_STATES[row.state]
        if (kind, row.since) == kept:
            continue
        for gap in standing_gaps(participant).filter(kind=kind, on=row.since):
            undo_gap(gap, now)


def _ended(participant: Participant) -> Pregnancy | None:
    """The pregnancy that ended last."""
    ended = participant.pregnancies.exclude(outcome=Pregnancy.Outcome.ONGOING)
    return ended.order_by("-outcome_on", "-recorded_at", "-pk").first()


def _mourns(participant: Participant, pregnancy: Pregnancy | None) -> bool:
    """Whether this is after a loss: nothing is sent then."""
    if Pause.objects.filter(participant=participant, ended_at=None).exists():
        return True
    if pregnancy is None:
        return False
    died = pregnancy.infants.filter(place=Infant.Place.DIED)
    return pregnancy.outcome in LOSSES or died.exists()


def _anchored_on(mother: Participant, subject: UUID) -> date | None:
    """The day the series of a pregnancy is counted from."""
    mine = mother.anchors.filter(kind=AnchorRevision.Kind.TOLERANCE, subject=subject)
    last = mine.order_by("-number").first()
    return last.on if last else None
