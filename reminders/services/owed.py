"""What is owed now, read from the rows: open to her, agreed to, and when."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Consent, Participant
from reminders.models import Preference
from reminders.planning import Due, QuietHours, due
from schedule.models import Occurrence, Rule
from sessions.models import AssignedSession, Course

# She agreed to messages; and to what they would call her to, which she may have taken back since.
NEEDED = (Consent.Purpose.CARE, Consent.Purpose.REMINDERS)


def open_to_her(occurrences: "QuerySet[Occurrence]") -> "QuerySet[Occurrence]":
    """Occurrences she may be told of: nothing while her course is on hold, a session only once
    the one before it is done, or when staff opened it early."""
    on_hold = Course.objects.filter(
        participant=OuterRef("participant"), finished_at=None, held_at__isnull=False
    )
    undone_before = AssignedSession.objects.filter(
        course=OuterRef("assigned__course"),
        ordinal__lt=OuterRef("assigned__ordinal"),
        completed_at=None,
    )
    its_turn = Q(assigned__released_at__isnull=False) | ~Exists(undone_before)
    session = Q(assigned__isnull=False, assigned__held_at=None) & its_turn
    return occurrences.filter(~Exists(on_hold)).filter(~Q(rule__kind=Rule.Kind.SESSION) | session)


def preference_of(participant: Participant) -> Preference:
    """Her choice, or the hours everybody begins with (not stored until she chooses)."""
    kept = Preference.objects.filter(participant=participant).first()
    return kept or Preference(participant=participant)


def quiet_of(preference: Preference) -> QuietHours:
    """Her quiet hours as plain values."""
    return QuietHours(preference.quiet_from, preference.quiet_until)


def due_of(occurrence: Occurrence, preference: Preference) -> Due | None:
    """When a reminder of an occurrence is due, in the zone she lives in now."""
    return due(
        remind_at=max(occurrence.remind_at, occurrence.opens_at),
        closes_at=occurrence.closes_at,
        zone=occurrence.participant.zone,
        quiet=quiet_of(preference),
    )


def agreed(*, now: datetime) -> Q:
    """Whether the mother of an occurrence agrees to be written to, for use in a filter."""
    hers = Consent.objects.live(now=now).filter(participant=OuterRef("participant"))
    every = Q()
    for purpose in NEEDED:
        every &= Q(Exists(hers.filter(purpose=purpose)))
    return every
