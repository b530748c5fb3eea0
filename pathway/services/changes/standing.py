"""What the recorded facts say together: who lives, who is mourned, whether she is pregnant."""

from datetime import date, datetime

from people.models import Infant, Participant, Pregnancy, User
from people.services import LOSSES, children_of
from schedule.services import end_pause, start_pause

NOTHING_NEW = "This is what is recorded already. Nothing was changed."


def is_expecting(mother: Participant) -> bool:
    """Whether a pregnancy of hers is ongoing."""
    return mother.pregnancies.filter(outcome=Pregnancy.Outcome.ONGOING).exists()


def places_of(mother: Participant) -> list[str]:
    """Where her living children are, those of every pregnancy."""
    return [one.place for one in children_of(mother) if one.place != Infant.Place.DIED]


def mourn(mother: Participant, *, lost_on: date, by: User, now: datetime) -> None:
    """A loss: nothing is due to her until she, or staff, say that it goes on."""
    start_pause(participant=mother, lost_on=lost_on, by=by, now=now)


def end_mourning(mother: Participant, *, by: User, now: datetime) -> None:
    """A loss was recorded by mistake: unless another stands, nothing rests any more."""
    lost = mother.pregnancies.filter(outcome__in=LOSSES).exists()
    if not lost and all(one.place != Infant.Place.DIED for one in children_of(mother)):
        end_pause(participant=mother, by=by, now=now, tender=False)
