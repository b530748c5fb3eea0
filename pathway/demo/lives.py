"""What is recorded of some of the invented mothers besides their weeks, by the real journeys."""

from collections.abc import Callable
from datetime import datetime, timedelta

from catalog.services import released
from kernel.clock import local_date
from pathway.services import assign, report_medication
from people.models import MedicationStatus, Participant, User
from people.services import set_naloxone, set_safe_contact
from safety.services import save_part, share_plan

Medication, State = MedicationStatus.Medication, MedicationStatus.State
PLAN = {
    "signs": "I stop answering my phone. I lie awake and count.",
    "helps": "Cold water on my hands. The long way round the park.",
    "people": "My aunt Jo, 555 0142. She knows.",
    "places": "The library. Jo's kitchen.",
    "safer": "Jo keeps what I do not want at home.",
    "naloxone": "Kitchen drawer, left side. Jo knows how.",
}


def ana(mother: Participant, by: User, now: datetime) -> None:
    """On buprenorphine."""
    _takes(mother, Medication.BUPRENORPHINE, by, now - timedelta(days=24))


def bea(mother: Participant, by: User, now: datetime) -> None:
    """On methadone, naloxone at home, and a plan her clinic may read."""
    then = now - timedelta(days=30)
    _takes(mother, Medication.METHADONE, by, then)
    set_naloxone(participant=mother, at_hand="yes", where="Kitchen drawer", by=None, now=then)
    for revision, (part, words) in enumerate(PLAN.items()):
        save_part(participant=mother, part=part, words=words, revision=revision, by=None, now=then)
    share_plan(participant=mother, shared=True, now=then)


def carmen(mother: Participant, by: User, now: datetime) -> None:
    """On methadone."""
    _takes(mother, Medication.METHADONE, by, now - timedelta(days=1))


def dee(mother: Participant, by: User, now: datetime) -> None:
    """Check-ins that count from her due date, so that moving it shows."""
    assign(
        participant=mother,
        curriculum=None,
        battery=released("battery", "before-the-day"),
        starts_on=local_date(now, mother.zone),
        by=by,
        now=now,
    )


def fay(mother: Participant, by: User, now: datetime) -> None:
    """Four days without her medicine, said on the day of an answer that needs a person: two
    sources of one concern. Whoever calls her must know how."""
    _takes(mother, Medication.BUPRENORPHINE, by, now - timedelta(days=14))
    then = mother.concerns.get().happened_at
    set_safe_contact(
        participant=mother,
        hours="Weekdays from 10 to 12",
        words="Say it is about the library book. (invented)",
        may_answer="Her aunt",
        never_know="The father of her child",
        send_home="only_if",
        send_home_if="I do not answer twice, and it is daytime",
        by=None,
        now=then,
    )
    set_naloxone(participant=mother, at_hand="no", where="", by=None, now=then)
    report_medication(
        participant=mother,
        state=State.PAUSED,
        since=local_date(now, mother.zone) - timedelta(days=3),
        by=None,
        now=then + timedelta(hours=1),
    )


def gia(mother: Participant, by: User, now: datetime) -> None:
    """One dose not taken, told by herself: for the next visit."""
    _takes(mother, Medication.METHADONE, by, now - timedelta(days=34))
    then = now - timedelta(days=1)
    day = local_date(then, mother.zone) - timedelta(days=1)
    report_medication(
        participant=mother, state=State.PAUSED, since=day, until=day, by=None, now=then
    )


LIVES: dict[str, Callable[[Participant, User, datetime], None]] = {
    "ana@demo.example": ana,
    "bea@demo.example": bea,
    "carmen@demo.example": carmen,
    "dee@demo.example": dee,
    "fay@demo.example": fay,
    "gia@demo.example": gia,
}


def _takes(mother: Participant, medication: str, by: User, when: datetime) -> None:
    report_medication(
        participant=mother,
        medication=medication,
        state=State.ON,
        since=local_date(when, mother.zone) - timedelta(days=60),
        by=by,
        now=when,
    )
