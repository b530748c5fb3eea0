"""Writing the record. Called by whoever showed something, in the same request."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from audit.models import Disclosure, ReadEvent

# A page that refreshes itself is one look, not a hundred.
POLL_WINDOW = timedelta(minutes=5)


def record_read(
    *, actor: str, kind: str, model: str, ids: Iterable[UUID], where: str, now: datetime
) -> None:
    """One row for what this request showed; the same look again within five minutes is none."""
    shown = sorted(set(ids))
    if not shown:
        return
    same_look = ReadEvent.objects.filter(
        actor=actor, kind=kind, model=model, where=where, ids=shown, at__gt=now - POLL_WINDOW
    )
    if same_look.exists():
        return
    ReadEvent.objects.create(at=now, actor=actor, kind=kind, model=model, ids=shown, where=where)


def record_disclosures(
    *,
    actor: str,
    consents: Iterable[tuple[UUID, UUID]],
    recipient_class: str,
    purpose: str,
    artefact: UUID,
    now: datetime,
) -> None:
    """One row for each (participant, consent) whose data the artefact carries."""
    Disclosure.objects.bulk_create(
        Disclosure(
            at=now,
            actor=actor,
            participant=participant,
            consent=consent,
            recipient_class=recipient_class,
            purpose=purpose,
            artefact=artefact,
        )
        for participant, consent in consents
    )


def record_told(
    *,
    actor: str,
    participant: UUID,
    basis: str,
    recipient_class: str,
    purpose: str,
    artefact: UUID,
    recipient: str,
    what: str,
    now: datetime,
) -> Disclosure:
    """One row for what staff told somebody when they acted, on a basis other than her consent."""
    return Disclosure.objects.create(
        at=now,
        actor=actor,
        participant=participant,
        basis=basis,
        recipient_class=recipient_class,
        purpose=purpose,
        artefact=artefact,
        recipient=recipient,
        what=what,
    )
