"""Whose data may leave, and under which code."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from kernel.ids import new_pseudonym
from people.models import Clinic, Consent
from research.models import Pseudonym


def consents_for(clinic: Clinic, *, as_of: datetime, now: datetime) -> list[Consent]:
    """The consents an export of `clinic` rests on, one a mother.

    Live now, because only what is agreed to now may leave; and she had agreed by `as_of` already
    (perhaps to an earlier text), because the same export asked again must not gain anybody.
    """
    research = Consent.objects.filter(purpose=Consent.Purpose.RESEARCH)
    agreed_then = research.live(now=as_of).filter(participant=OuterRef("participant"))
    held = (
        research.filter(Exists(agreed_then), participant__clinic=clinic)
        .live(now=now)
        .select_related("participant")
        .order_by("participant_id", "-given_at", "-pk")
        .distinct("participant_id")
    )
    return list(held)


def still_agreed(participants: Collection[UUID], *, now: datetime) -> bool:
    """Whether every one of these mothers agrees to research at this moment."""
    live = Consent.objects.filter(
        purpose=Consent.Purpose.RESEARCH, participant__public_id__in=participants
    ).live(now=now)
    return live.values("participant").distinct().count() == len(set(participants))


def count_consenting(clinic: Clinic, *, now: datetime) -> int:
    """How many mothers of a clinic agree to research at this moment."""
    held = Consent.objects.filter(purpose=Consent.Purpose.RESEARCH, participant__clinic=clinic)
    return held.live(now=now).values("participant").distinct().count()


def pseudonyms_of(participant_ids: list[int]) -> dict[int, str]:
    """Each mother's stored random code, made for those who have none yet."""
    known = _stored(participant_ids)
    while missing := [pk for pk in participant_ids if pk not in known]:
        # A row somebody else made first, or a code drawn twice, is passed over and read again.
        Pseudonym.objects.bulk_create(
            (Pseudonym(participant_id=pk, code=new_pseudonym()) for pk in missing),
            ignore_conflicts=True,
        )
        known = _stored(participant_ids)
    return known


def _stored(participant_ids: list[int]) -> dict[int, str]:
    rows = Pseudonym.objects.filter(participant_id__in=participant_ids)
    return dict(rows.values_list("participant_id", "code"))
