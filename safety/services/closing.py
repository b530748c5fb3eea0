"""Ending a concern with what was done, and the account of what was told to whom."""

from datetime import datetime

from django.db import transaction

from audit.models import Disclosure
from audit.services import record_told
from kernel.errors import BadInput, Conflict
from people.models import User
from safety.models import Concern
from safety.services.concerns import refuse_other_cause

ClosedAs = Concern.ClosedAs
PURPOSE = "concern"
BASIS = {
    ClosedAs.CALLED: Disclosure.Basis.TO_HER,
    ClosedAs.VISIT: Disclosure.Basis.TO_HER,
    ClosedAs.EMERGENCY: Disclosure.Basis.EMERGENCY,
    ClosedAs.CHILD_REPORT: Disclosure.Basis.CHILD_REPORT,
    ClosedAs.LEGAL: Disclosure.Basis.LEGAL,
}
RECIPIENT_CLASS = {
    ClosedAs.CALLED: "herself",
    ClosedAs.VISIT: "herself",
    ClosedAs.EMERGENCY: "medical personnel",
    ClosedAs.CHILD_REPORT: "child protective services",
    ClosedAs.LEGAL: "whom legal advice named",
}
# Somebody besides her was told: the account says who.
TOLD_SOMEBODY = {
    ClosedAs.EMERGENCY: "Write whom you called: the ambulance, the ward, the doctor.",
    ClosedAs.CHILD_REPORT: "Write where the report was made.",
    ClosedAs.LEGAL: "Write who gave the advice, and whom you told.",
}


def close(
    *,
    concern: Concern,
    by: User,
    closed_as: str,
    what_was_done: str,
    recipient: str = "",
    causes: int | None = None,
    now: datetime,
) -> Concern:
    """End it with what was done, and write the disclosure that came of it with it.

    Nothing is sent or filed: this records what a person did. Raises BadInput without words, kind
    or, where somebody else was told, recipient; Conflict when it is closed, and (`other_cause`)
    when it has another cause than the `causes` this person has read.
    """
    words, told = what_was_done.strip(), recipient.strip()
    kind = _kind(closed_as, words, told)
    with transaction.atomic():
        held = (
            Concern.objects.select_for_update(of=("self",), no_key=True)
            .select_related("participant")
            .get(pk=concern.pk)
        )
        if held.closed_at:
            raise Conflict("This concern is already closed.")
        refuse_other_cause(held, causes)
        if held.acknowledged_at is None:
            held.acknowledged_at, held.acknowledged_by = now, by
        held.closed_at, held.closed_by = now, by
        held.closed_as, held.what_was_done = kind.value, words
        held.save()
        _account(held, by, told, now)
    return held


def _kind(closed_as: str, words: str, told: str) -> Concern.ClosedAs:
    """What was done, once all that it needs is there. Raises BadInput."""
    if closed_as not in ClosedAs.values:
        raise BadInput("Choose what was done.", field="closed_as")
    kind = ClosedAs(closed_as)
    if not words:
        raise BadInput("Write what was done, also when it was only a talk.", field="what_was_done")
    if kind in TOLD_SOMEBODY and not told:
        raise BadInput(TOLD_SOMEBODY[kind], field="recipient")
    return kind


def _account(held: Concern, by: User, told: str, now: datetime) -> None:
    """The disclosure that came of it.

    What was told to others is accounted for as long as the account is kept; a talk with her
    stays with the concern, and goes with it when she is erased.
    """
    kind = ClosedAs(held.closed_as)
    record_told(
        actor=by.actor,
        participant=held.participant.public_id,
        basis=BASIS[kind],
        recipient_class=RECIPIENT_CLASS[kind],
        purpose=PURPOSE,
        artefact=held.public_id,
        recipient=told,
        what=held.what_was_done if kind in TOLD_SOMEBODY else "",
        now=now,
    )
