"""Mothers: who they are, how far they are, how they want to be spoken to."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from kernel.clock import local_date, zone_of
from kernel.crypto import blind_index
from kernel.errors import BadInput, NeedsConfirmation
from people.addresses import check_address
from people.births import another_age, odd_birth, odd_due_date
from people.models import Clinic, Identity, Infant, Participant, Pregnancy, User


def add_participant(
    *,
    clinic: Clinic,
    name: str,
    email: str,
    phone: str,
    zone: str,
    language: str,
    addressed: str,
    by: User,
    now: datetime,
    public_id: UUID | None = None,
) -> Participant:
    """A mother of the clinic, and apart from her who she is. Raises BadInput with the field."""
    zone_of(zone)
    with transaction.atomic():
        participant = Participant.objects.create(
            public_id=public_id or uuid4(),
            clinic=clinic,
            zone=zone,
            language=language,
            addressed=addressed,
            is_synthetic=clinic.is_synthetic,
            enrolled_at=now,
            enrolled_by=by,
        )
        Identity.objects.create(
            participant=participant, **contact_columns(name=name, email=email, phone=phone)
        )
    return participant


def contact_columns(*, name: str, email: str, phone: str) -> dict[str, str]:
    """The columns of an Identity, checked, with their blind indexes."""
    name, email, phone = name.strip(), email.strip(), phone.strip()
    if not name:
        raise BadInput("Write the name you use for her.", field="name")
    if email:
        check_address(email, field="email")
    digits = "".join(c for c in phone if c.isdecimal() or c == "+")
    if phone and len(digits.lstrip("+")) < 7:
        raise BadInput("This phone number is too short.", field="phone")
    return {
        "name": name,
        "email": email,
        "phone": phone,
        "email_index": blind_index(email, purpose="email"),
        "phone_index": blind_index(digits, purpose="phone"),
    }


def find_same_contact(*, clinic: Clinic, email: str, phone: str) -> list[Participant]:
    """Mothers of this clinic with the same e-mail or phone; found without decrypting a row."""
    digits = "".join(c for c in phone if c.isdecimal() or c == "+")
    same = Identity.objects.none()
    for column, value in (
        ("email_index", blind_index(email, purpose="email")),
        ("phone_index", blind_index(digits, purpose="phone")),
    ):
        if value:
            same = same | Identity.objects.filter(**{column: value}, participant__clinic=clinic)
    return list(Participant.objects.filter(identity__in=same).distinct())


def set_details(*, participant: Participant, name: str, email: str, phone: str, zone: str) -> None:
    """Change how she is called and reached, and where she lives. Raises BadInput with the field."""
    zone_of(zone)
    columns = contact_columns(name=name, email=email, phone=phone)
    with transaction.atomic():
        identity = participant.identity
        for column, value in columns.items():
            setattr(identity, column, value)
        identity.save()
        participant.zone = zone
        participant.save(update_fields=["zone"])


def set_addressed(*, participant: Participant, addressed: str) -> str:
    """Speak to her like this from now on; returns how it was, for undo. Asks no cause."""
    if addressed not in Participant.Addressed.values:
        raise BadInput("Choose one of the five.", field="addressed")
    before = participant.addressed
    participant.addressed = addressed
    participant.save(update_fields=["addressed"])
    return before


def set_language(*, participant: Participant, language: str) -> None:
    """Her language for buttons and pages; a course stays in the languages its content has."""
    if language not in ("en", "es"):
        raise BadInput("Choose English or Spanish.", field="language")
    participant.language = language
    participant.save(update_fields=["language"])


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
    now: datetime,
    confirmed: bool = False,
) -> Pregnancy:
    """Correct a pregnancy or say how it ended; the history table keeps what was there before."""
    today = local_date(now, pregnancy.participant.zone)
    check_outcome(due_date, outcome, outcome_on, today, confirmed=confirmed)
    pregnancy.due_date, pregnancy.due_source = due_date, due_source
    pregnancy.outcome, pregnancy.outcome_on = outcome, outcome_on
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
    return Infant.objects.create(
        public_id=public_id or uuid4(),
        pregnancy=pregnancy,
        born_on=born_on,
        place=place,
        place_since=born_on,
        recorded_by=by,
        recorded_at=now,
    )


def update_infant_place(*, infant: Infant, place: str, since: date, now: datetime) -> Infant:
    """Where the child lives from a day on. Raises BadInput for a day that cannot be."""
    if since > local_date(now, infant.pregnancy.participant.zone):
        raise BadInput("This date is in the future where she lives.", field="since")
    if since < infant.born_on:
        raise BadInput("This is before the birth.", field="since")
    if place not in Infant.Place.values:
        raise BadInput("Choose where the child lives.", field="place")
    infant.place, infant.place_since = place, since
    infant.save()
    return infant
