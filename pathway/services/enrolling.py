"""A mother comes to the clinic."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.clock import local_date
from kernel.errors import BadInput, Conflict, NeedsConfirmation
from pathway.services.changes.dates import follow_facts
from pathway.services.changes.standing import mourn
from pathway.services.once import ANOTHER_FORM
from pathway.services.tolerance import report_gap
from people.models import Clinic, Infant, Participant, Pregnancy, User
from people.services import (
    add_participant,
    find_same_contact,
    grant,
    record_infant,
    record_pregnancy,
)
from safety.models import ToleranceGap
from schedule.models import AnchorRevision
from schedule.services import set_anchor


@dataclass(frozen=True)
class NewMother:
    """What the enrolment form holds. Infants are (born on, where the child lives)."""

    name: str
    email: str
    phone: str
    zone: str
    language: str
    addressed: str
    due_date: date
    due_source: str
    infants: list[tuple[date, str]] = field(default_factory=list)


def enrol(
    *,
    clinic: Clinic,
    mother: NewMother,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Participant:
    """Enrol a mother: who she is, how far she is, her anchors, and the grant to who enrols her.

    The same `once` again (a button pressed twice) is the mother enrolled the first time. Raises
    BadInput for what cannot be, NeedsConfirmation for what hardly can (a due date or birth far
    off, somebody with the same e-mail or phone).
    """
    try:
        return _enrolled(clinic, by, once) or _enrol(clinic, mother, by, now, confirmed, once)
    except IntegrityError as error:
        # The other press was a moment ahead.
        first = _enrolled(clinic, by, once)
        if first is None:
            raise Conflict(ANOTHER_FORM) from error
        return first


def _enrolled(clinic: Clinic, by: User, once: UUID | None) -> Participant | None:
    if once is None:
        return None
    return Participant.objects.filter(public_id=once, clinic=clinic, enrolled_by=by).first()


def _enrol(
    clinic: Clinic, mother: NewMother, by: User, now: datetime, confirmed: bool, once: UUID | None
) -> Participant:
    same = find_same_contact(clinic=clinic, email=mother.email, phone=mother.phone)
    if same and not confirmed:
        raise NeedsConfirmation(
            "Somebody at this clinic has the same e-mail or phone. Is this another person?",
            field="email",
        )
    if mother.addressed not in Participant.Addressed.values:
        raise BadInput("Choose how she wants to be addressed.", field="addressed")
    with transaction.atomic():
        participant = add_participant(
            clinic=clinic,
            name=mother.name,
            email=mother.email,
            phone=mother.phone,
            zone=mother.zone,
            language=mother.language,
            addressed=mother.addressed,
            by=by,
            now=now,
            public_id=once,
        )
        births = [born for born, _place in mother.infants]
        pregnancy = record_pregnancy(
            participant=participant,
            due_date=mother.due_date,
            due_source=mother.due_source,
            outcome=Pregnancy.Outcome.LIVE_BIRTH if births else Pregnancy.Outcome.ONGOING,
            outcome_on=min(births, default=None),
            by=by,
            now=now,
            confirmed=confirmed,
        )
        for born_on, place in mother.infants:
            record_infant(
                pregnancy=pregnancy,
                born_on=born_on,
                place=place,
                by=by,
                now=now,
                confirmed=confirmed,
            )
        _set_first_dates(participant, mother.infants, by, now)
        if by.clinics_as("clinician").filter(pk=clinic.pk).exists():
            grant(staff=by, participant=participant, reason="enrolled", by=by, now=now)
    return participant


def _set_first_dates(
    participant: Participant, infants: list[tuple[date, str]], by: User, now: datetime
) -> None:
    """What is counted from now on; after a birth the cards about lost tolerance too."""
    set_anchor(
        participant=participant,
        kind=AnchorRevision.Kind.ENROLMENT,
        subject=participant.public_id,
        on=local_date(now, participant.zone),
        source="enrolment",
        by=by,
        now=now,
    )
    follow_facts(participant=participant, by=by, now=now)
    if not infants:
        return
    died = [born_on for born_on, place in infants if place == Infant.Place.DIED]
    if died:
        mourn(participant, lost_on=max(died), by=by, now=now)
    born = min(born_on for born_on, _place in infants)
    report_gap(participant=participant, kind=ToleranceGap.Kind.BIRTH, on=born, by=by, now=now)
