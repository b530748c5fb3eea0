"""Beginning an instrument, knowing what is still to ask, and being done with it.

How she is addressed is heard at once: while an administration is unfinished it follows
`Participant.addressed` (the history of `addressed` keeps what was shown before), and an
instrument that no longer fits her is not asked any more.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import ContentVersion
from catalog.types import Item
from kernel.errors import BadInput, NotFound, WindowClosed
from measures.conditions import CONDITION, applying
from measures.current import Said, current
from measures.models import Administration, Answer
from measures.services.askable import to_ask
from measures.services.asking import (
    asked,
    instruments_and_why,
    instruments_of,
    instruments_put,
    out_of_time,
    rests_after_loss,
)
from measures.services.unasked import (
    blocked_items,
    numbers_in,
    unmet,
    why_not_asked,
    without_blocked,
)
from people.models import Participant
from schedule.models import Occurrence
from schedule.services import mark_done
from schedule.telling import opens_when


@transaction.atomic
def start_administrations(
    *, occurrence: Occurrence, participant: Participant, now: datetime
) -> list[Administration]:
    """Begin a check-in: one administration for each instrument that is put to her, in order.

    Doing it again, on this phone or another, gives the same rows. A check-in that is done gives
    what was done. Raises NotFound when it is not hers, WindowClosed outside its window.
    """
    mother = _lock(participant)
    occurrence = Occurrence.objects.get(pk=occurrence.pk)
    if occurrence.participant_id != mother.pk:
        raise NotFound(_("There is no such page."))
    if occurrence.done_at is None:
        _refuse_outside(occurrence, mother, now)
        for instrument in instruments_put(occurrence, mother, now=now):
            _begin(mother, instrument, now, occurrence=occurrence)
        _close_occurrence(occurrence, mother, now)
    return asked_together(occurrence, mother, now=now)


@transaction.atomic
def start_for_step(
    *,
    participant: Participant,
    assigned_uuid: UUID,
    step_code: str,
    instrument_code: str,
    now: datetime,
) -> Administration:
    """Begin the instrument a session step asks, once per step. No window closes it.

    Raises BadInput when the instrument does not fit how she is addressed, or rests after a loss.
    """
    mother = _lock(participant)
    asked_by = step_key(assigned_uuid, step_code)
    begun = mother.administrations.filter(asked_by=asked_by).first()
    instrument = begun.instrument if begun else to_ask(instrument_code)
    if begun and begun.finished_at:
        return begun
    content = instrument.content
    if (
        not content.fits(mother.addressed)
        or rests_after_loss(content, mother, now=now)
        or out_of_time(content, mother, now=now)
    ):
        raise BadInput(_("These questions are not for you right now. Go on to the next step."))
    return _begin(mother, instrument, now, asked_by=asked_by)


@transaction.atomic
def finish_administration(*, administration: Administration, now: datetime) -> bool:
    """Finish it when no item is left to ask; True when it is finished.

    It ended when the last thing in it was said, not when that arrived. Its check-in is done when
    everything the check-in asks her is finished.
    """
    mother = _lock(administration.participant)
    administration.refresh_from_db(fields=["finished_at"])
    if administration.finished_at is None:
        said = said_in(administration)
        if _open_items(administration, mother, said):
            return False
        ended = max((one.answered_at for one in said.values()), default=now)
        administration.finished_at = min(ended, now)
        administration.addressed = mother.addressed
        administration.not_asked = why_not_asked(administration, mother, said, now)
        administration.save(update_fields=["finished_at", "addressed", "not_asked"])
    if administration.occurrence:
        _close_occurrence(administration.occurrence, mother, now)
    return True


def step_key(assigned_uuid: UUID, step_code: str) -> str:
    """How an administration names the session step that asked it."""
    return f"{assigned_uuid}/{step_code}"


def addressed_of(administration: Administration) -> str:
    """How she is addressed in it: as she is now, or as she was when it was finished."""
    if administration.finished_at:
        return administration.addressed
    return administration.participant.addressed


def items_for(administration: Administration) -> tuple[Item, ...]:
    """The items she is asked, in order; once it is finished, those she was asked.

    Conditional items come and go with the answer they wait for, then, too: she may change it.
    """
    content = administration.instrument.content
    if administration.finished_at is None:
        items = asked(content, administration.participant)
    else:
        items = content.items_for(administration.addressed)
    items = without_blocked(items, administration)
    protocols = administration.finished_at and any(item.protocol for item in items)
    if not protocols and not any(item.needs for item in items):
        return items
    said = said_in(administration)
    if protocols:
        items = tuple(item for item in items if item.protocol is None or item.code in said)
    return applying(items, numbers_in(said))


def said_in(administration: Administration) -> dict[str, Said]:
    """Her current answers by item code, without what she deleted."""
    said = Answer.objects.standing().filter(administration=administration)
    answers = said.select_related("deposit")
    return current(_said(answer) for answer in answers)


def next_item(administration: Administration) -> Item | None:
    """The first item without an answer, or None."""
    said = said_in(administration)
    left = [item for item in items_for(administration) if item.code not in said]
    return left[0] if left else None


def _lock(participant: Participant) -> Participant:
    """Her row, as it is now. One write of hers at a time: two phones cannot both be last."""
    return Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)


def _said(answer: Answer) -> Said:
    return Said(
        item=answer.item,
        value=answer.number if answer.text is None else answer.text,
        declined=answer.declined,
        answered_at=answer.deposit.answered_at,
        sequence=answer.deposit.sequence,
        receipt=answer.deposit_id,
    )


def _open_items(
    administration: Administration, mother: Participant, said: dict[str, Said]
) -> list[Item]:
    put = without_blocked(asked(administration.instrument.content, mother), administration)
    return [item for item in applying(put, numbers_in(said)) if item.code not in said]


def _refuse_outside(occurrence: Occurrence, mother: Participant, now: datetime) -> None:
    if occurrence.cancelled_at:
        raise WindowClosed(_("There is nothing to do here any more."))
    if now < occurrence.opens_at:
        when = opens_when(occurrence.opens_at, now=now, zone=mother.zone)
        raise WindowClosed(_("This opens %(when)s. Come back then.") % {"when": when})
    if occurrence.closes_at and now >= occurrence.closes_at:
        raise WindowClosed(
            _("The time for this one is over. That is fine. There will be a new one.")
        )


def _begin(
    mother: Participant,
    instrument: ContentVersion,
    now: datetime,
    occurrence: Occurrence | None = None,
    asked_by: str = "",
) -> Administration:
    """Begin it once, with the words that are put before her now.

    Items of blocks she was not given are not asked from the beginning.
    """
    language = instrument.content.language_for(mother.language)
    administration, created = Administration.objects.get_or_create(
        participant=mother,
        instrument=instrument,
        occurrence=occurrence,
        asked_by=asked_by,
        defaults={
            "addressed": mother.addressed,
            "started_at": now,
            "language": language,
            "wording_hash": instrument.wording_hashes.get(language, ""),
            "not_asked": blocked_items(instrument, occurrence),
        },
    )
    if not created and not administration.finished_at:
        hear_address(administration, mother)
    return administration


def hear_address(administration: Administration, mother: Participant) -> None:
    """Speak to her as she wishes now; the caller holds her row."""
    if administration.addressed != mother.addressed:
        administration.addressed = mother.addressed
        administration.save(update_fields=["addressed"])


def hear_conditions(administration: Administration) -> None:
    """She changed an answer of a finished one: other questions wait for it, or none do any more.

    The caller holds her row.
    """
    kept = {code: why for code, why in administration.not_asked.items() if why != CONDITION}
    reasons = kept | unmet(administration.instrument.content, kept, said_in(administration))
    if reasons != administration.not_asked:
        administration.not_asked = reasons
        administration.save(update_fields=["not_asked"])


def asked_together(
    occurrence: Occurrence, mother: Participant, *, now: datetime
) -> list[Administration]:
    """What was begun of a check-in and is finished or still put to her, in the order asked."""
    rows = occurrence.administrations.select_related("instrument", "participant__clinic").defer(
        "instrument__body"
    )
    order = [instrument.code for instrument in instruments_of(occurrence)]
    put = {instrument.pk for instrument in instruments_put(occurrence, mother, now=now)}
    kept = [one for one in rows if one.finished_at or one.instrument_id in put]
    return sorted(kept, key=lambda one: order.index(one.instrument.code))


def _close_occurrence(occurrence: Occurrence, mother: Participant, now: datetime) -> None:
    """Done when everything put to her is finished (nothing at all put to her is done too)."""
    together = asked_together(occurrence, mother, now=now)
    if all(one.finished_at for one in together):
        ends = [one.finished_at for one in together if one.finished_at]
        _keep_why_not(occurrence, mother, now)
        mark_done(occurrence=occurrence, at=max(ends, default=now))


def _keep_why_not(occurrence: Occurrence, mother: Participant, now: datetime) -> None:
    """What the check-in names and was not put to her, with the reason for each item of it.

    Such a row is never finished: it says why there are no answers, or no more of them.
    """
    done = set(
        occurrence.administrations.filter(finished_at__isnull=False).values_list(
            "instrument_id", flat=True
        )
    )
    for instrument, why in instruments_and_why(occurrence, mother, now=now):
        if why and instrument.pk not in done:
            begun = _begin(mother, instrument, now, occurrence=occurrence)
            said = said_in(begun)
            codes = (item.code for item in instrument.content.items if item.code not in said)
            begun.not_asked = dict.fromkeys(codes, why)
            begun.save(update_fields=["not_asked"])
