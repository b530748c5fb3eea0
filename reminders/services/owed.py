"""What is owed now, read from the rows: open to her, agreed to, and when."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from measures.services import asking
from people.models import Consent, Participant
from reminders.models import Preference
from reminders.planning import Due, QuietHours, due
from schedule.models import AnchorRevision, Occurrence, Pause, Rule
from sessions.models import AssignedSession, Course

# She agreed to messages; and to what they would call her to, which she may have taken back since.
NEEDED = (Consent.Purpose.CARE, Consent.Purpose.REMINDERS)
# What hangs on these is about a baby.
BABY_ANCHORS = (AnchorRevision.Kind.DUE_DATE, AnchorRevision.Kind.BIRTH)


def open_to_her(occurrences: "QuerySet[Occurrence]") -> "QuerySet[Occurrence]":
    """Occurrences she may be told of.

    Nothing while her course is on hold or after a loss, except a card: what it says may save her
    life. Nothing hung on a due date or a birth when she wants no baby talk. A session only once
    the one before it is done, or when staff opened it early.
    """
    hers = {"participant": OuterRef("participant")}
    on_hold = Course.objects.filter(finished_at=None, held_at__isnull=False, **hers)
    paused = Pause.objects.filter(ended_at=None, **hers)
    undone_before = AssignedSession.objects.filter(
        course=OuterRef("assigned__course"),
        ordinal__lt=OuterRef("assigned__ordinal"),
        completed_at=None,
    )
    no_baby_talk = Q(
        participant__addressed=Participant.Addressed.NO_BABY_TALK,
        rule__anchor_kind__in=BABY_ANCHORS,
    )
    its_turn = Q(assigned__released_at__isnull=False) | ~Exists(undone_before)
    session = Q(assigned__isnull=False, assigned__held_at=None) & its_turn
    card = Q(rule__kind=Rule.Kind.CARD)
    return (
        occurrences.filter(card | (~Exists(on_hold) & ~Exists(paused)))
        .exclude(no_baby_talk)
        .filter(~Q(rule__kind=Rule.Kind.SESSION) | session)
    )


def with_questions(rows: Collection[Occurrence], *, now: datetime) -> list[Occurrence]:
    """Those that have something for her: a check-in none of whose questions fits is left out."""
    offered = asking(rows, now=now)
    return [row for row in rows if row.pk in offered]


def preference_of(participant: Participant) -> Preference:
    """Her choice, or the hours everybody begins with (not stored until she chooses)."""
    kept = Preference.objects.filter(participant=participant).first()
    return kept or Preference(participant=participant)


def quiet_of(preference: Preference, remembered: frozenset[date]) -> QuietHours:
    """Her quiet hours and days as plain values."""
    return QuietHours(preference.quiet_from, preference.quiet_until, remembered)


def due_of(
    occurrence: Occurrence, preference: Preference, remembered: frozenset[date]
) -> Due | None:
    """When a reminder of an occurrence is due, in the zone she lives in now; None for never."""
    if occurrence.remind_at is None:
        return None
    return due(
        remind_at=max(occurrence.remind_at, occurrence.opens_at),
        closes_at=occurrence.closes_at,
        zone=occurrence.participant.zone,
        quiet=quiet_of(preference, remembered),
    )


def agreed(*, now: datetime) -> Q:
    """Whether the mother of an occurrence agrees to be written to, for use in a filter."""
    hers = Consent.objects.live(now=now).filter(participant=OuterRef("participant"))
    every = Q()
    for purpose in NEEDED:
        every &= Q(Exists(hers.filter(purpose=purpose)))
    return every
