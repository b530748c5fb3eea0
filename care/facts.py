"""What is known of a set of mothers, fetched once for all of them, however many they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q

from kernel.clock import local_date
from measures.models import Administration
from measures.services import Series, scores_by_participant
from people.models import (
    Device,
    Infant,
    MedicationStatus,
    Participant,
    Pregnancy,
    Stay,
    User,
)
from people.services import days_remembered_by
from reminders.services import open_to_her, with_questions
from schedule.models import Occurrence, Pause, Rule
from schedule.quiet import is_quiet_day
from sessions.models import AssignedSession, Course

WEEKS = 8
STRESS, CRAVING = "stress", "craving"


@dataclass(frozen=True)
class Facts:
    """Everything by the mother's primary key (infants by pregnancy's, sessions by course's)."""

    now: datetime
    clinical: set[int]
    stress: dict[int, Series]
    craving: dict[int, Series]
    pregnancies: dict[int, list[Pregnancy]]
    infants: dict[int, list[Infant]]
    stays: dict[int, Stay]
    medication: dict[int, list[MedicationStatus]]
    courses: dict[int, Course]
    assigned: dict[int, list[AssignedSession]]
    check_ins: dict[int, Occurrence]
    answered: dict[int, datetime]
    paired: set[int]
    # After a loss nothing is due, nor on the days it made heavy.
    rests: set[int]


def facts_of(user: User, ids: list[int], *, now: datetime) -> Facts:
    """A fixed number of queries. Scores only of mothers whose answers `user` may read."""
    clinical = Participant.objects.clinical_for(user).filter(pk__in=ids)
    since = (now - timedelta(weeks=WEEKS)).date()
    scored = scores_by_participant(clinical, since=since, instruments=(STRESS, CRAVING))
    pregnancies = Pregnancy.objects.filter(participant__in=ids).order_by("pk")
    infants = Infant.objects.filter(pregnancy__participant__in=ids, pregnancy__undone_at=None)
    courses = {
        row.participant_id: row
        for row in Course.objects.filter(participant__in=ids)
        .select_related("curriculum")
        .order_by("opened_at", "pk")
    }
    assigned = AssignedSession.objects.filter(course__in=[row.pk for row in courses.values()])
    return Facts(
        now=now,
        clinical=set(clinical.values_list("pk", flat=True)),
        stress=_first_scale(scored, STRESS),
        craving=_first_scale(scored, CRAVING),
        pregnancies=_by(pregnancies, "participant_id"),
        infants=_by(infants.order_by("born_on", "pk"), "pregnancy_id"),
        stays={row.participant_id: row for row in Stay.objects.filter(participant__in=ids)},
        medication=_by(
            MedicationStatus.objects.standing().filter(participant__in=ids), "participant_id"
        ),
        courses=courses,
        assigned=_by(assigned.select_related("occurrence"), "course_id"),
        check_ins=_waiting_check_ins(ids, now),
        answered=_last_answered(ids),
        paired=_paired(ids),
        rests=_resting(ids, now),
    )


def _resting(ids: list[int], now: datetime) -> set[int]:
    """Whom nothing is due to now: see pathway.due.rests_now."""
    paused = Pause.objects.filter(participant__in=ids, ended_at=None)
    remembered = days_remembered_by(ids)
    zones = Participant.objects.filter(pk__in=[pk for pk, days in remembered.items() if days])
    quiet = {
        pk
        for pk, zone in zones.values_list("pk", "zone")
        if is_quiet_day(local_date(now, zone), remembered[pk])
    }
    return quiet | set(paused.values_list("participant", flat=True))


def _waiting_check_ins(ids: list[int], now: datetime) -> dict[int, Occurrence]:
    """One a mother: the first that has not closed is open now or the next to open to her."""
    coming = (
        Occurrence.objects.pending()
        .filter(Q(closes_at=None) | Q(closes_at__gt=now), participant__in=ids)
        .filter(rule__kind=Rule.Kind.CHECK_IN)
    )
    first = open_to_her(coming).order_by("participant_id", "opens_at").distinct("participant_id")
    asking = with_questions(list(first.select_related("rule", "participant")), now=now)
    return {row.participant_id: row for row in asking}


def _last_answered(ids: list[int]) -> dict[int, datetime]:
    rows = Administration.objects.filter(participant__in=ids, finished_at__isnull=False)
    return dict(rows.values_list("participant").annotate(last=Max("finished_at")).order_by())


def _paired(ids: list[int]) -> set[int]:
    rows = Device.objects.filter(participant__in=ids, revoked_at=None)
    return set(rows.values_list("participant", flat=True))


def _first_scale(scored: dict[int, list[Series]], code: str) -> dict[int, Series]:
    """By mother, the line of the instrument's first scale."""
    first: dict[int, Series] = {}
    for pk, lines in scored.items():
        for line in lines:
            if line.instrument == code:
                first.setdefault(pk, line)
    return first


def _by(rows: Iterable, column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return dict(found)
