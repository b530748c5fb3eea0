"""Her pregnancies and children: the facts, apart from how she wants to be addressed."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from kernel.clock import local_date
from kernel.errors import BadInput, NeedsConfirmation
from people.births import another_age, odd_birth, odd_due_date
from people.models import Infant, Participant, Pregnancy, Stay, User

LOSSES = (
    Pregnancy.Outcome.MISCARRIAGE,
    Pregnancy.Outcome.STILLBIRTH,
    Pregnancy.Outcome.TERMINATION,
)


def newest_pregnancy(participant: Participant) -> Pregnancy | None:
    """The pregnancy that came last, however often an earlier one was corrected since."""
    return participant.pregnancies.order_by("-pk").first()


def children_of(participant: Participant) -> list[Infant]:
    """Every child of hers that is recorded, also one that died."""
    mine = Infant.objects.filter(pregnancy__participant=participant, pregnancy__undone_at=None)
    return list(mine.order_by("born_on", "pk"))


def days_remembered(participant: Participant) -> frozenset[date]:
    """Days a loss makes heavy: see `days_remembered_by`."""
    return days_remembered_by([participant.pk])[participant.pk]


def days_remembered_by(participants: Collection[int]) -> dict[int, frozenset[date]]:
    """By mother: the due date of a lost pregnancy, each loss, the birth of a child that died.

    Two queries however many they are.
    """
    days: dict[int, set[date]] = {pk: set() for pk in participants}
    lost = Pregnancy.objects.filter(participant__in=participants, outcome__in=LOSSES)
    for pk, due_date, outcome_on in lost.values_list("participant_id", "due_date", "outcome_on"):
        days[pk] |= {due_date} if outcome_on is None else {due_date, outcome_on}
    died = Infant.objects.filter(
        pregnancy__participant__in=participants,
        pregnancy__undone_at=None,
        place=Infant.Place.DIED,
    )
    for pk, born_on, since in died.values_list(
        "pregnancy__participant_id", "born_on", "place_since"
    ):
        days[pk] |= {born_on, since}
    return {pk: frozenset(mine) for pk, mine in days.items()}


def record_pregnancy(
    *,
    participant: Participant,
    due_date: date,
    due_source: str,
    by: User,
    now: datetime,
    outcome: str = Pregnancy.Outcome.ONGOING,
    outcome_on: date | None = None,
    confirmed: bool = False,
) -> Pregnancy:
    """A pregnancy, its due date and where that came from. Raises BadInput, NeedsConfirmation."""
    today = local_date(now, participant.zone)
    check_outcome(due_date, outcome, outcome_on, today, confirmed=confirmed)
    return Pregnancy.objects.create(
        participant=participant,
        due_date=due_date,
        due_source=due_source,
        outcome=outcome,
        outcome_on=outcome_on,
        recorded_by=by,
        recorded_at=now,
    )


def update_pregnancy(
    *,
    pregnancy: Pregnancy,
    due_date: date,
    due_source: str,
    outcome: str,
    outcome_on: date | None,
    by: User,
    now: datetime,
    confirmed: bool = False,
) -> Pregnancy:
    """Correct a pregnancy or say how it ended; the history table keeps what was there before."""
    today = local_date(now, pregnancy.participant.zone)
    check_outcome(due_date, outcome, outcome_on, today, confirmed=confirmed)
    if due_source not in Pregnancy.Source.values:
        raise BadInput("Choose where the due date comes from.", field="due_source")
    pregnancy.due_date, pregnancy.due_source = due_date, due_source
    pregnancy.outcome, pregnancy.outcome_on = outcome, outcome_on
    pregnancy.recorded_by, pregnancy.recorded_at = by, now
    pregnancy.save()
    return pregnancy


def check_outcome(
    due: date, outcome: str, outcome_on: date | None, today: date, *, confirmed: bool
) -> None:
    """Refuse what cannot be, ask about what hardly can."""
    refuse_another_age(due, today, field="due_date")
    if outcome == Pregnancy.Outcome.ONGOING:
        if outcome_on:
            raise BadInput("An ongoing pregnancy has no end date yet.", field="outcome_on")
        if odd_due_date(due, today) and not confirmed:
            raise NeedsConfirmation(
                "This due date is more than 3 weeks past or more than 42 weeks away. Is it right?",
                field="due_date",
            )
        return
    if outcome_on is None:
        raise BadInput("Write the date.", field="outcome_on")
    if outcome_on > today:
        raise BadInput(
            "This date is in the future where she lives. Record it on the day or after.",
            field="outcome_on",
        )
    refuse_another_age(outcome_on, today, field="outcome_on")
    if outcome == Pregnancy.Outcome.LIVE_BIRTH:
        check_birth(due, outcome_on, today, confirmed=confirmed)


def refuse_another_age(day: date, today: date, *, field: str) -> None:
    """A slip in the year is refused, whatever was confirmed."""
    if another_age(day, today):
        raise BadInput("This date is many years away. Check the year.", field=field)


def check_birth(due: date, born: date, today: date, *, confirmed: bool) -> None:
    """A birth in the future is refused; one 20 weeks from the due date must be confirmed."""
    if born > today:
        raise BadInput(
            "This birth date is in the future where she lives. Record it after the birth.",
            field="born_on",
        )
    refuse_another_age(born, today, field="born_on")
    if odd_birth(due, born) and not confirmed:
        weeks = abs((born - due).days) // 7
        raise NeedsConfirmation(
            f"This birth is {weeks} weeks from the due date. Are both dates right?",
            field="born_on",
        )


def record_infant(
    *,
    pregnancy: Pregnancy,
    born_on: date,
    place: str,
    by: User,
    now: datetime,
    confirmed: bool = False,
    public_id: UUID | None = None,
) -> Infant:
    """A child and where the child lives. Birth before enrolment is normal."""
    today = local_date(now, pregnancy.participant.zone)
    check_birth(pregnancy.due_date, born_on, today, confirmed=confirmed)
    check_place(place)
    return Infant.objects.create(
        public_id=public_id or uuid4(),
        pregnancy=pregnancy,
        born_on=born_on,
        place=place,
        place_since=born_on,
        recorded_by=by,
        recorded_at=now,
    )


def update_infant_place(
    *, infant: Infant, place: str, since: date, by: User, now: datetime
) -> Infant:
    """Where the child lives from a day on. Raises BadInput for a day that cannot be."""
    if since > local_date(now, infant.pregnancy.participant.zone):
        raise BadInput("This date is in the future where she lives.", field="since")
    if since < infant.born_on:
        raise BadInput("This is before the birth.", field="since")
    check_place(place)
    infant.place, infant.place_since = place, since
    infant.recorded_by, infant.recorded_at = by, now
    infant.save()
    return infant


def update_infant_birth(
    *, infant: Infant, born_on: date, by: User, now: datetime, confirmed: bool = False
) -> Infant:
    """Correct the day a child was born; a place that was true since the birth moves with it."""
    pregnancy = infant.pregnancy
    today = local_date(now, pregnancy.participant.zone)
    check_birth(pregnancy.due_date, born_on, today, confirmed=confirmed)
    if infant.place_since == infant.born_on:
        infant.place_since = born_on
    elif infant.place_since < born_on:
        raise BadInput(
            "This is after the day the child came to where the child lives now. "
            "Correct that day first.",
            field="born_on",
        )
    infant.born_on, infant.recorded_by, infant.recorded_at = born_on, by, now
    infant.save()
    return infant


def check_place(place: str, *, field: str = "place") -> None:
    """Raise BadInput unless it is a place a child can be recorded at."""
    if place not in Infant.Place.values:
        raise BadInput("Choose where the child lives.", field=field)


def take_back(*, row: Pregnancy | Infant, now: datetime) -> None:
    """It was recorded by mistake: it stands no more, and is kept for the history."""
    row.undone_at = now
    row.save(update_fields=["undone_at"])


def stay_of(participant: Participant) -> Stay | None:
    """Where she lives herself, as far as somebody said."""
    return Stay.objects.filter(participant=participant).first()


def set_stay(*, participant: Participant, place: str, since: date, by: User, now: datetime) -> Stay:
    """Where she lives from a day on. Raises BadInput for a day or place that cannot be."""
    today = local_date(now, participant.zone)
    if place not in Stay.Place.values:
        raise BadInput("Choose where she lives.", field="place")
    if since > today:
        raise BadInput("This date is in the future where she lives.", field="since")
    refuse_another_age(since, today, field="since")
    told = {"recorded_by": by, "recorded_at": now, "by_her": False}
    stay, _new = Stay.objects.update_or_create(
        participant=participant, defaults={"place": place, "since": since, **told}
    )
    return stay
