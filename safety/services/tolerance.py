"""Times after which her body may bear less than before."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.clock import local_date
from kernel.errors import BadInput
from people.births import another_age
from people.models import MedicationStatus, Participant, User
from safety.models import ToleranceGap
from safety.tolerance import Period, gap_days

# Kinds that are counted in days without.
COUNTED = (ToleranceGap.Kind.MISSED_DOSES, ToleranceGap.Kind.STOPPED)


@transaction.atomic
def record_gap(
    *,
    participant: Participant,
    kind: str,
    on: date,
    days: int | None = None,
    by: User | None,
    now: datetime,
) -> tuple[ToleranceGap, bool]:
    """One such time, and whether it is new. `by` None: she said so herself.

    The same kind on the same day is the row there is; days counted anew are kept on it. The card
    and the concern it brings are pathway's (report_gap). Raises BadInput with the field.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    _check(kind, on, days, local_date(now, mother.zone))
    counted = days if kind in COUNTED else None
    same = standing_gaps(mother).filter(kind=kind, on=on).first()
    if same is None:
        gap = ToleranceGap.objects.create(
            participant=mother,
            kind=kind,
            on=on,
            days=counted,
            by_her=by is None,
            recorded_by=by,
            recorded_at=now,
        )
        return gap, True
    if counted is not None and counted != same.days:
        same.days = counted
        same.save(update_fields=["days"])
    return same, False


def take_back_gap(*, gap: ToleranceGap, now: datetime) -> bool:
    """It did not happen; False when it was taken back before. Its row stays, marked."""
    standing = ToleranceGap.objects.filter(pk=gap.pk, undone_at=None)
    taken = standing.update(undone_at=now) == 1
    gap.refresh_from_db()
    return taken


def standing_gaps(participant: Participant) -> QuerySet[ToleranceGap]:
    """Gaps that were not taken back, the latest first."""
    mine = ToleranceGap.objects.filter(participant=participant, undone_at=None)
    return mine.order_by("-on", "-recorded_at", "-pk")


def periods_of(participant: Participant) -> list[Period]:
    """Her medication as plain values, for `gap_days`."""
    return [
        period_of(row)
        for row in MedicationStatus.objects.filter(participant=participant).standing()
    ]


def period_of(row: MedicationStatus) -> Period:
    """One row of her medication as a plain value."""
    return Period(row.medication, row.state, row.since, row.until)


def days_without_of(participant: Participant, *, now: datetime) -> int | None:
    """What "gap 4 d" says about her today, or None."""
    return gap_days(periods_of(participant), local_date(now, participant.zone))


def _check(kind: str, on: date, days: int | None, today: date) -> None:
    if kind not in ToleranceGap.Kind.values:
        raise BadInput(_("Choose what happened."), field="kind")
    if on > today:
        raise BadInput(_("This day is still to come. Choose today or a day before."), field="on")
    if another_age(on, today):
        raise BadInput(_("This day is many years away. Check the year."), field="on")
    if days is not None and not 1 <= days <= (today - on).days + 1:
        raise BadInput(_("There are not so many days since then. Check both."), field="days")
