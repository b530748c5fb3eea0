"""What is really put to her: the questionnaires of a check-in, the items of a questionnaire."""

from datetime import datetime

from catalog.models import ContentVersion
from catalog.types import Instrument, Item
from kernel.clock import local_date
from measures.models import Battery
from measures.services.askable import to_ask
from people.models import Clinic, Participant
from safety.models import Protocol
from schedule.models import Occurrence

# What rests after a loss, unless a clinician asked for it.
TENDER = {"bonding", "depression"}


def asked(instrument: Instrument, mother: Participant) -> tuple[Item, ...]:
    """The items put to her now, in order.

    Those that fit how she is addressed; one that waits for a protocol of her clinic only where
    the clinic has signed it.
    """
    fitting = instrument.items_for(mother.addressed) if instrument.fits(mother.addressed) else ()
    if not any(item.protocol for item in fitting):
        return fitting
    agreed = protocols_of(mother.clinic)
    return tuple(item for item in fitting if item.protocol is None or item.protocol in agreed)


def protocols_of(clinic: Clinic) -> frozenset[str]:
    """What the clinic has agreed on how to answer, beyond the rest."""
    covers = Protocol.objects.filter(clinic=clinic, ended_at=None, covers_violence=True)
    return frozenset({"violence"}) if covers.exists() else frozenset()


def is_tender(mother: Participant, *, now: datetime) -> bool:
    """Whether a loss is so near that questions about closeness or low mood rest.

    Also when she has said that she wants to go on: the rest of her days do, these wait.
    """
    return mother.pauses.filter(tender_until__gt=local_date(now, mother.zone)).exists()


def rests_after_loss(instrument: Instrument, mother: Participant, *, now: datetime) -> bool:
    """Whether these questions touch what rests in the weeks after a loss, and those last."""
    return bool(TENDER & set(instrument.topics)) and is_tender(mother, now=now)


def instruments_of(occurrence: Occurrence) -> list[ContentVersion]:
    """What its battery names. What was begun stays on its version, though a newer one came."""
    return _named(_battery_of(occurrence), occurrence)


def instruments_put(
    occurrence: Occurrence, mother: Participant, *, now: datetime
) -> list[ContentVersion]:
    """What a check-in really asks her now, in order; nothing where nothing is for her."""
    battery = _battery_of(occurrence)
    rests = not battery.asked_after_loss and is_tender(mother, now=now)
    return [
        version
        for version in _named(battery, occurrence)
        if asked(version.content, mother) and not (rests and TENDER & set(version.content.topics))
    ]


def _battery_of(occurrence: Occurrence) -> Battery:
    return Battery.objects.select_related("content").get(public_id=occurrence.rule.subject)


def _named(battery: Battery, occurrence: Occurrence) -> list[ContentVersion]:
    begun = {
        one.instrument.code: one.instrument
        for one in occurrence.administrations.select_related("instrument")
    }
    codes = battery.content.content.instruments
    return [begun.get(code) or to_ask(code) for code in codes]
