"""Her medication, period by period. It is treatment: nothing here counts it as use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import local_date
from kernel.errors import BadInput, Conflict
from people.models import MedicationStatus, Participant, User
from people.models.circumstances import PeriodQuerySet
from people.periods import ONE_DAY, Fit, Span, around, fit
from people.services.circumstances import recorded

Medication, State = MedicationStatus.Medication, MedicationStatus.State
# Longer than anybody has been on a medicine: a slip in the year.
LONGEST_AGO = timedelta(days=60 * 366)


@dataclass(frozen=True)
class _Told:
    """One period as told, before it is a row."""

    medication: str
    state: str
    span: Span


@transaction.atomic
def record_medication(
    *,
    participant: Participant,
    medication: str,
    state: str,
    since: date,
    until: date | None = None,
    by: User | None,
    now: datetime,
) -> MedicationStatus:
    """A period of her medication as she (`by` None) or staff told it.

    The period that went on until now ends the day before; one that began on the same day is
    replaced. `paused` are days without, after which she goes on as before; they may lie in the
    past, and days told twice count once. What was told on this same day and cannot be true too
    is taken back. What is known already
    is the period there is.

    Raises BadInput for days to come, an end before the beginning, and a change before one that
    is recorded already.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    today = local_date(now, mother.zone)
    _check(medication, state, since, until, today)
    if state == State.PAUSED and until == today:
        # Today's dose is not taken: nobody knows yet whether she goes on tomorrow.
        until = None
    told = _Told(medication, state, Span(since, until))
    same = _same(mother, told)
    if same is not None:
        return same
    _take_back_todays(mother, told, today, now)
    if state == State.PAUSED:
        return _without(mother, told, by, now)
    _make_room(mother, told, now)
    return _create(mother, told, by, now)


def report_missed_days(
    *,
    participant: Participant,
    since: date,
    until: date | None = None,
    by: User | None,
    now: datetime,
) -> MedicationStatus:
    """Days without the medicine she has now; without a last day they go on."""
    return record_medication(
        participant=participant,
        medication=medicine_of(participant),
        state=State.PAUSED,
        since=since,
        until=until,
        by=by,
        now=now,
    )


@transaction.atomic
def take_back_medication(*, period: MedicationStatus, now: datetime) -> list[MedicationStatus]:
    """The latest report was a slip: its periods go, what it replaced or cut stands again.

    Returns what was taken back. Raises Conflict when something later was reported. Who took it
    back stands in the history.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=period.participant_id)
    if not _last_report(mother).filter(pk=period.pk).exists():
        raise Conflict(_("Something later was recorded. Take that back first."))
    return _take_back(mother, period.recorded_at, now)


def medication_of(participant: Participant) -> MedicationStatus | None:
    """The latest period, whether it goes on or has ended; None when nobody has said."""
    return MedicationStatus.objects.filter(participant=participant).standing().first()


def medicine_of(participant: Participant) -> str:
    """Which medicine she has; `unknown` when none is known."""
    latest = medication_of(participant)
    if latest is None or latest.medication == Medication.NONE:
        return Medication.UNKNOWN
    return latest.medication


def _check(medication: str, state: str, since: date, until: date | None, today: date) -> None:
    if medication not in Medication.values:
        raise BadInput(_("Choose the medicine."), field="medication")
    if state not in State.values:
        raise BadInput(_("Choose how it is now."), field="state")
    if medication == Medication.NONE and state != State.ON:
        raise BadInput(_("Without a medicine there is nothing to pause or stop."), field="state")
    for field, day in (("since", since), ("until", until)):
        if day is not None and day > today:
            raise BadInput(
                _("This day is still to come. Choose today or a day before."), field=field
            )
        if day is not None and today - day > LONGEST_AGO:
            raise BadInput(_("This day is many years away. Check the year."), field=field)
    if until is not None and until < since:
        raise BadInput(_("The last day is before the first one. Check both."), field="until")


def _last_report(mother: Participant) -> PeriodQuerySet:
    """The periods that were told last, together."""
    rows = MedicationStatus.objects.filter(participant=mother, undone_at=None)
    last = rows.order_by("-recorded_at").values("recorded_at")[:1]
    return rows.filter(recorded_at=last).order_by("since")


def _same(mother: Participant, told: _Told) -> MedicationStatus | None:
    """The period that says this already: told last, or going on since that day or before."""
    span = told.span
    said = _last_report(mother).filter(medication=told.medication, state=told.state)
    again = said.filter(since=span.since, until=span.until).first()
    latest = medication_of(mother)
    if again or latest is None or span.until is not None or latest.until is not None:
        return again
    same = (latest.medication, latest.state) == (told.medication, told.state)
    return latest if same and latest.since <= span.since else None


def _take_back_todays(mother: Participant, told: _Told, today: date, now: datetime) -> None:
    """Words of this same day that the new ones correct: days without that overlap with new
    ones, or a change that lies after the new one."""
    while rows := list(_last_report(mother)):
        first = rows[0]
        if local_date(first.recorded_at, mother.zone) != today:
            return
        if told.state == State.PAUSED:
            corrects = first.state == State.PAUSED and _span(first).meets(told.span)
        else:
            corrects = rows[-1].since > told.span.since
        if not corrects:
            return
        _take_back(mother, first.recorded_at, now)


def _make_room(mother: Participant, told: _Told, now: datetime) -> None:
    """End, or replace, the period that a change comes after."""
    while latest := medication_of(mother):
        how = fit(told.span, _span(latest))
        if how is Fit.FOLLOWS:
            return
        if how is Fit.CLASHES:
            raise BadInput(
                _("A change on %(day)s is recorded already. Choose that day or a later one.")
                % {"day": latest.since.isoformat()},
                field="since",
            )
        _end(latest, told.span.since, now)


def _without(mother: Participant, told: _Told, by: User | None, now: datetime) -> MedicationStatus:
    """Days without, cut out of what was told before; after them it goes on as it was."""
    goes_on = []
    standing = MedicationStatus.objects.filter(participant=mother).standing()
    later = standing.filter(since__gt=told.span.since).exists()
    for row in standing:
        if _span(row).meets(told.span):
            _left, right = around(_span(row), told.span)
            _end(row, told.span.since, now)
            if right is not None:
                goes_on.append(_Told(row.medication, row.state, right))
    if told.span.until is not None and not goes_on and not later:
        after = Span(told.span.until + ONE_DAY, None)
        goes_on.append(_Told(told.medication, State.ON, after))
    period = _create(mother, told, by, now)
    for one in goes_on:
        _create(mother, _resumed(one), by, now)
    return period


def _resumed(one: _Told) -> _Told:
    """After days without she takes it again where a pause without an end stood."""
    if one.state == State.PAUSED and one.span.until is None:
        return _Told(one.medication, State.ON, one.span)
    return one


def _end(row: MedicationStatus, before: date, now: datetime) -> None:
    """The period ends the day before, or is replaced when nothing of it is left."""
    if row.since < before:
        row.until = before - ONE_DAY
        row.save(update_fields=["until"])
    else:
        row.undone_at = now
        row.save(update_fields=["undone_at"])


def _take_back(mother: Participant, told_at: datetime, now: datetime) -> list[MedicationStatus]:
    """Undo one report: what it replaced stands again, and what it cut goes on as it was told."""
    rows = list(_last_report(mother))
    hers = MedicationStatus.objects.filter(participant=mother)
    replaced = list(hers.filter(undone_at=told_at, recorded_at__lt=told_at))
    for row, undone_at in [(row, now) for row in rows] + [(row, None) for row in replaced]:
        row.undone_at = undone_at
        row.save(update_fields=["undone_at"])
    # A correction of the same day may begin later than what it corrected, which stands again.
    earliest = min(row.since for row in [*rows, *replaced])
    before = hers.standing().filter(since__lt=earliest).first()
    if before is not None and before.until == rows[0].since - ONE_DAY:
        after = hers.standing().filter(since__gt=before.since).last()
        before.until = _as_told(before, after)
        before.save(update_fields=["until"])
    return rows


def _as_told(row: MedicationStatus, after: MedicationStatus | None) -> date | None:
    """The last day a period had when it was told, but no day of the one after it."""
    events = row.events  # type: ignore[attr-defined] # made by kernel.history
    told: date | None = events.order_by("pgh_id").values_list("until", flat=True)[0]
    if after is None:
        return told
    latest = after.since - ONE_DAY
    return latest if told is None else min(told, latest)


def _span(row: MedicationStatus) -> Span:
    return Span(row.since, row.until)


def _create(mother: Participant, told: _Told, by: User | None, now: datetime) -> MedicationStatus:
    return MedicationStatus.objects.create(
        participant=mother,
        medication=told.medication,
        state=told.state,
        since=told.span.since,
        until=told.span.until,
        **recorded(by, now),
    )
