"""Her dates as anchors."""

from datetime import datetime

from people.models import Participant, Pregnancy, User
from schedule.models import AnchorRevision
from schedule.services import set_anchor


def anchor_dates(participant: Participant, pregnancy: Pregnancy, by: User, now: datetime) -> None:
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
