"""Whether concerns are seen: those seen by nobody, and how long it takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from people.models import Clinic
from safety.models import Concern
from safety.services.rungs import Answering, answering, red_from

LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Figures:
    """Of one tier: open (not acknowledged), seen by nobody, and the median minutes from waiting
    to acknowledged among those acknowledged in the last 30 days; None when there were none."""

    tier: str
    open: int
    unseen: int
    acknowledged: int
    median_minutes: float | None


def unseen(clinics: Iterable[Clinic] | None, now: datetime) -> list[Concern]:
    """Unacknowledged concerns past their whole ladder, longest waiting first; None: everywhere."""
    there: dict[int, Answering] = {}
    found = []
    for concern in _open(clinics):
        clinic = concern.participant.clinic
        if clinic.pk not in there:
            there[clinic.pk] = answering(clinic, now=now)
        if red_from(concern, there[clinic.pk]) <= now:
            found.append(concern)
    return found


def figures(clinic: Clinic | None, now: datetime) -> list[Figures]:
    """By tier, the most urgent first; None: all clinics together."""
    clinics = None if clinic is None else [clinic]
    red = [concern.tier for concern in unseen(clinics, now)]
    waiting = [concern.tier for concern in _open(clinics)]
    rows = Concern.objects.filter(acknowledged_at__gt=now - LOOK_BACK, acknowledged_at__lte=now)
    if clinic is not None:
        rows = rows.filter(participant__clinic=clinic)
    waits: dict[str, list[float]] = {}
    for row in rows.only("tier", "waiting_since", "acknowledged_at"):
        if row.acknowledged_at is not None:
            waited = row.acknowledged_at - row.waiting_since
            waits.setdefault(row.tier, []).append(waited.total_seconds() / 60)
    return [
        Figures(
            tier=tier,
            open=waiting.count(tier),
            unseen=red.count(tier),
            acknowledged=len(waits.get(tier, ())),
            median_minutes=median(waits[tier]) if tier in waits else None,
        )
        for tier in Concern.Tier.values
    ]


def _open(clinics: Iterable[Clinic] | None) -> list[Concern]:
    rows = Concern.objects.open().filter(closed_at=None)
    if clinics is not None:
        rows = rows.filter(participant__clinic__in=list(clinics))
    rows = rows.select_related("participant__clinic").prefetch_related("sources")
    return list(rows.order_by("waiting_since", "pk"))
