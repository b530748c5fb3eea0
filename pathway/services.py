"""Journeys that cross rooms, one transaction each."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from catalog.models import ContentVersion
from kernel.clock import local_date
from kernel.errors import BadInput, Conflict, NeedsConfirmation
from measures.services import assign_battery
from people.models import Clinic, Infant, Participant, Pregnancy, User
from people.services import (
    add_participant,
    find_same_contact,
    grant,
    record_infant,
    record_pregnancy,
    set_details,
    update_infant_place,
    update_pregnancy,
)
from safety.models import Concern
from safety.services import acknowledge
from schedule.models import AnchorRevision
from schedule.services import follow_zone, set_anchor
from sessions.models import Course
from sessions.services import open_course

# How long whoever was called to a concern may see that mother.
CALLED_COVER = timedelta(days=7)
FURTHEST_START = timedelta(days=366)
ANOTHER_FORM = "This could not be kept. Load the page again."


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
        _set_first_anchors(participant, pregnancy, by, now)
        if by.clinics_as("clinician").filter(pk=clinic.pk).exists():
            grant(staff=by, participant=participant, reason="enrolled", by=by, now=now)
    return participant


def record_outcome(
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
    """Correct a due date or say how a pregnancy ended; the anchors get a new revision.

    Windows already planned stay where they are: moving them is previewed, and comes with the
    safety issue.
    """
    with transaction.atomic():
        update_pregnancy(
            pregnancy=pregnancy,
            due_date=due_date,
            due_source=due_source,
            outcome=outcome,
            outcome_on=outcome_on,
            now=now,
            confirmed=confirmed,
        )
        _anchor_dates(pregnancy.participant, pregnancy, by, now)
    return pregnancy


def record_birth_of(
    *,
    pregnancy: Pregnancy,
    born_on: date,
    place: str,
    by: User,
    now: datetime,
    confirmed: bool = False,
    once: UUID | None = None,
) -> Infant:
    """A child of this pregnancy; the pregnancy becomes a live birth if it was ongoing.

    The same `once` again (a button pressed twice) is the same child.
    """
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=pregnancy.participant_id)
        same = Infant.objects.filter(public_id=once).first() if once else None
        if same is not None and same.pregnancy_id == pregnancy.pk:
            return same
        if same is not None:
            raise Conflict(ANOTHER_FORM)
        infant = record_infant(
            pregnancy=pregnancy,
            born_on=born_on,
            place=place,
            by=by,
            now=now,
            confirmed=confirmed,
            public_id=once,
        )
        if pregnancy.outcome == Pregnancy.Outcome.ONGOING:
            pregnancy.outcome, pregnancy.outcome_on = Pregnancy.Outcome.LIVE_BIRTH, born_on
            pregnancy.save(update_fields=["outcome", "outcome_on"])
        _anchor_dates(pregnancy.participant, pregnancy, by, now)
    return infant


def take_on(*, concern: Concern, by: User, now: datetime) -> Concern:
    """Acknowledge a concern. Who is called without being her clinician covers for a week.

    Acting needs her page and her number: the grant says who had them, why and how long.
    """
    with transaction.atomic():
        acknowledge(concern=concern, by=by, now=now)
        her = concern.participant
        if not Participant.objects.clinical_for(by).filter(pk=her.pk).exists():
            grant(
                staff=by, participant=her, reason="cover", by=by, now=now, until=now + CALLED_COVER
            )
    return concern


def change_details(
    *, participant: Participant, name: str, email: str, phone: str, zone: str
) -> int:
    """How she is called and reached, and her time zone; returns how many windows moved with it."""
    with transaction.atomic():
        set_details(participant=participant, name=name, email=email, phone=phone, zone=zone)
        return follow_zone(participant=participant)


def record_place(*, infant: Infant, place: str, since: date, now: datetime) -> Infant:
    """Where a child lives from a day on. How she is addressed stays hers to change."""
    return update_infant_place(infant=infant, place=place, since=since, now=now)


def check_start(starts_on: date, today: date) -> None:
    """A course begins today or later where she lives, and within a year."""
    if starts_on < today:
        raise BadInput("The start is in the past where she lives.", field="starts_on")
    if starts_on - today > FURTHEST_START:
        raise BadInput("The start is more than a year away. Check the year.", field="starts_on")


def assign(
    *,
    participant: Participant,
    curriculum: ContentVersion,
    battery: ContentVersion | None,
    starts_on: date,
    by: User,
    now: datetime,
) -> Course:
    """Open a course and hang a questionnaire battery on it, or neither.

    Raises BadInput when content lacks her language or the start lies in the past, or beyond a year.
    """
    check_start(starts_on, local_date(now, participant.zone))
    with transaction.atomic():
        course = open_course(
            participant=participant,
            content_version=curriculum,
            starts_on=starts_on,
            by=by,
            now=now,
        )
        if battery is not None:
            assign_battery(
                participant=participant,
                content_version=battery,
                anchor_subject=_anchor_subject(participant, course, battery.content.rule.anchor),
                by=by,
                now=now,
            )
    return course


def _anchor_subject(participant: Participant, course: Course, kind: str) -> UUID:
    """Whose date a battery's rule counts from."""
    if kind == AnchorRevision.Kind.COURSE_START:
        return course.public_id
    if kind == AnchorRevision.Kind.ENROLMENT:
        return participant.public_id
    return participant.pregnancies.latest("recorded_at").public_id


def _set_first_anchors(
    participant: Participant, pregnancy: Pregnancy, by: User, now: datetime
) -> None:
    set_anchor(
        participant=participant,
        kind=AnchorRevision.Kind.ENROLMENT,
        subject=participant.public_id,
        on=local_date(now, participant.zone),
        source="enrolment",
        by=by,
        now=now,
    )
    _anchor_dates(participant, pregnancy, by, now)


def _anchor_dates(participant: Participant, pregnancy: Pregnancy, by: User, now: datetime) -> None:
    """The due date, and the birth of the first child when there is one."""
    set_anchor(
        participant=participant,
        kind=AnchorRevision.Kind.DUE_DATE,
        subject=pregnancy.public_id,
        on=pregnancy.due_date,
        source=pregnancy.due_source,
        by=by,
        now=now,
    )
    first = pregnancy.infants.order_by("born_on").first()
    if first:
        set_anchor(
            participant=participant,
            kind=AnchorRevision.Kind.BIRTH,
            subject=pregnancy.public_id,
            on=first.born_on,
            source="recorded birth",
            by=by,
            now=now,
        )
