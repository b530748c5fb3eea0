"""What the recorded facts say together: who lives, who is mourned, whether she is pregnant."""

from collections.abc import Iterator
from datetime import date, datetime

from kernel.clock import local_date
from people.models import Infant, Participant, Pregnancy, User
from people.services import LOSSES, children_of
from schedule.models import Pause
from schedule.services import end_pause, prolong_tender, start_pause
from schedule.services.pausing import TENDER

NOTHING_NEW = "This is what is recorded already. Nothing was changed."


def is_expecting(mother: Participant) -> bool:
    """Whether a pregnancy of hers is ongoing."""
    return mother.pregnancies.filter(outcome=Pregnancy.Outcome.ONGOING).exists()


def places_of(mother: Participant) -> list[str]:
    """Where her living children are, those of every pregnancy."""
    return [one.place for one in children_of(mother) if one.place != Infant.Place.DIED]


def mourn(
    mother: Participant, *, lost_on: date, by: User, now: datetime, known: bool = False
) -> None:
    """A loss: nothing is due to her until she, or staff, say that it goes on.

    `known`: it is recorded already and only its day or kind is put right. Where she has said
    since that she goes on, she does; just the two tender weeks count from the right day.
    """
    last = _last_rest(mother)
    if known and last is not None and last.ended_at is not None:
        prolong_tender(pause=last, lost_on=lost_on)
        return
    start_pause(participant=mother, lost_on=lost_on, by=by, now=now)


def end_mourning(mother: Participant, *, by: User, now: datetime) -> None:
    """A loss was recorded by mistake: unless she mourns another now, nothing rests any more.

    One of long ago, after which she went on, keeps nothing from her today.
    """
    last = _last_rest(mother)
    if last is not None and not any(_rests_for(last, mother)):
        end_pause(participant=mother, by=by, now=now, tender=False)


def _last_rest(mother: Participant) -> Pause | None:
    return mother.pauses.order_by("-since", "-pk").first()


def _rests_for(pause: Pause, mother: Participant) -> Iterator[bool]:
    """Of each loss that stands, whether the rest is for it too: it was near when the rest began,
    or was recorded since."""
    began = local_date(pause.since, mother.zone)
    for lost in mother.pregnancies.filter(outcome__in=LOSSES):
        day = lost.outcome_on or lost.due_date
        yield day + TENDER > began or lost.recorded_at >= pause.since
    for child in children_of(mother):
        if child.place == Infant.Place.DIED:
            yield child.place_since + TENDER > began or child.recorded_at >= pause.since
