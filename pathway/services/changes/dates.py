"""Her dates as the facts have them, and everything that hangs on them brought there.

The due date counts while a pregnancy is ongoing, the birth while a child of it lives. When a
fact is corrected the dates follow from it; no journey moves one by hand.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from measures.models import Administration
from people.models import Infant, Participant, Pregnancy, User
from people.services import LOSSES
from schedule.models import AnchorRevision
from schedule.services import follow_anchor, set_anchor
from sessions.models import AssignedSession

Kind = AnchorRevision.Kind


def follow_facts(*, participant: Participant, by: User, now: datetime) -> None:
    """Give each date the revision the facts ask for, and move what hangs on it."""
    begun = _begun(participant)
    for pregnancy in Pregnancy.everything.filter(participant=participant).order_by("pk"):
        for kind, on, source in _dates(pregnancy):
            held = _held(participant, kind, pregnancy.public_id)
            if (held.on if held else None) == on:
                continue
            set_anchor(
                participant=participant,
                kind=kind,
                subject=pregnancy.public_id,
                on=on,
                source=source,
                by=by,
                now=now,
            )
            follow_anchor(
                participant=participant,
                kind=kind,
                subject=pregnancy.public_id,
                now=now,
                begun=begun,
            )


def ended_on(pregnancy: Pregnancy) -> date | None:
    """The day of the first birth, or of the loss; None while it goes on or was taken back."""
    if pregnancy.undone_at or pregnancy.outcome == Pregnancy.Outcome.ONGOING:
        return None
    births = [child.born_on for child in _children(pregnancy)]
    if pregnancy.outcome in LOSSES or not births:
        return pregnancy.outcome_on
    return min(births)


def _dates(pregnancy: Pregnancy) -> Iterator[tuple[str, date | None, str]]:
    """Each kind of date of a pregnancy, what it is now, and where that comes from."""
    goes_on = not pregnancy.undone_at and pregnancy.outcome == Pregnancy.Outcome.ONGOING
    yield Kind.DUE_DATE, pregnancy.due_date if goes_on else None, pregnancy.due_source
    end, children = ended_on(pregnancy), _children(pregnancy)
    lives = pregnancy.outcome not in LOSSES and (
        not children or any(child.place != Infant.Place.DIED for child in children)
    )
    yield Kind.BIRTH, end if lives else None, "recorded birth"
    if _held(pregnancy.participant, Kind.TOLERANCE, pregnancy.public_id):
        yield Kind.TOLERANCE, end, "end of a pregnancy"


def _children(pregnancy: Pregnancy) -> list[Infant]:
    return list(Infant.objects.filter(pregnancy=pregnancy))


def _held(participant: Participant, kind: str, subject: UUID) -> AnchorRevision | None:
    """The last revision, also one that says there is no date."""
    mine = AnchorRevision.objects.filter(participant=participant, kind=kind, subject=subject)
    return mine.order_by("-number").first()


def _begun(participant: Participant) -> set[int]:
    """Keys of what she has begun and may be in the middle of."""
    # Questions also wait on her phone before she has seen one: only an answer begins them.
    asked = Administration.objects.filter(
        participant=participant, occurrence__isnull=False, answers__isnull=False
    )
    entered = AssignedSession.objects.filter(
        course__participant=participant, first_opened_at__isnull=False
    )
    return {
        *asked.values_list("occurrence_id", flat=True),
        *entered.values_list("occurrence_id", flat=True),
    }
