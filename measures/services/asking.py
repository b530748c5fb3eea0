"""What is really put to her: the questionnaires of a check-in, the items of a questionnaire."""

from datetime import datetime

from catalog import types
from catalog.models import ContentVersion
from catalog.types import Instrument, Item
from kernel.clock import local_date
from measures import applicability
from measures.applicability import Clocks, outside
from measures.models import Battery
from measures.services.askable import to_ask
from people.models import Clinic, Infant, Participant, Pregnancy
from people.services import newest_pregnancy
from safety.models import Protocol
from schedule.models import Occurrence
from schedule.services import ages
from schedule.windows import gestational_day

# What rests after a loss, unless a clinician asked for it.
TENDER = {"bonding", "depression"}


def asked(instrument: Instrument, mother: Participant) -> tuple[Item, ...]:
    """The items put to her now, in order.

    Those that fit how she is addressed; one that waits for a protocol of her clinic only where
    the clinic has signed it. Conditional ones are among them: her answers decide (conditions).
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


def clocks_of(mother: Participant, *, now: datetime) -> Clocks:
    """Where her clocks stand, and after a birth how long the pregnancy had lasted."""
    found, pregnancy = ages(participant=mother, at=now), newest_pregnancy(mother)
    born_on_day = None
    if found.infant_day is not None and found.anchor and found.anchor.on and pregnancy:
        born_on_day = gestational_day(pregnancy.due_date, found.anchor.on)
    return Clocks(found.gestational_day, found.infant_day, born_on_day)


def out_of_time(instrument: Instrument, mother: Participant, *, now: datetime) -> str:
    """Why her clocks keep it from her: gestation, infant_age, or nothing."""
    applies = instrument.applies
    if applies.gestation_weeks is None and applies.infant_days is None:
        return ""
    return outside(applies, clocks_of(mother, now=now))


def why_not_put(instrument: Instrument, mother: Participant, *, now: datetime, rests: bool) -> str:
    """Why a whole questionnaire is not put to her, in one word; nothing where it is.

    `rests`: a loss is so near that questions about closeness or low mood rest.
    """
    if not instrument.fits(mother.addressed):
        return why_addressed(mother, now=now)
    if rests and TENDER & set(instrument.topics):
        return applicability.LOSS
    late = out_of_time(instrument, mother, now=now)
    return applicability.LOSS if late and has_lost(mother, now=now) else late


def why_addressed(mother: Participant, *, now: datetime) -> str:
    """What stands behind how she is addressed, where that keeps questions from her."""
    if mother.addressed == "baby_elsewhere":
        return applicability.CUSTODY
    if mother.addressed == "no_baby_talk" and has_lost(mother, now=now):
        return applicability.LOSS
    return applicability.ADDRESSED


def has_lost(mother: Participant, *, now: datetime) -> bool:
    """Whether her last pregnancy ended without a living child, or its children died."""
    pregnancy = newest_pregnancy(mother)
    if pregnancy is None or pregnancy.outcome == Pregnancy.Outcome.ONGOING:
        return is_tender(mother, now=now)
    if pregnancy.outcome != Pregnancy.Outcome.LIVE_BIRTH:
        return True
    places = set(Infant.objects.filter(pregnancy=pregnancy).values_list("place", flat=True))
    return places == {Infant.Place.DIED}


def items_not_put(instrument: Instrument, mother: Participant, *, now: datetime) -> dict[str, str]:
    """The items of a questionnaire that are not put to her, and why: addressed or protocol."""
    put = {item.code for item in asked(instrument, mother)}
    return {
        item.code: (
            applicability.PROTOCOL
            if item.fits(mother.addressed) and instrument.fits(mother.addressed)
            else why_addressed(mother, now=now)
        )
        for item in instrument.items
        if item.code not in put
    }


def in_other_blocks(battery: Battery, code: str) -> frozenset[str]:
    """The items of a questionnaire that stand in blocks she was not given; "" is all of it."""
    content: types.Battery = battery.content.content
    if not battery.blocks:
        return frozenset()
    held = (
        one for name, codes in content.blocks.items() if name not in battery.blocks for one in codes
    )
    parts = [one.partition(".") for one in held]
    return frozenset(item for instrument, _, item in parts if instrument == code)


def instruments_of(occurrence: Occurrence) -> list[ContentVersion]:
    """What its battery names. What was begun stays on its version, though a newer one came."""
    return _named(battery_of(occurrence), occurrence)


def instruments_put(
    occurrence: Occurrence, mother: Participant, *, now: datetime
) -> list[ContentVersion]:
    """What a check-in really asks her now, in order; nothing where nothing is for her."""
    return [version for version, why in instruments_and_why(occurrence, mother, now=now) if not why]


def instruments_and_why(
    occurrence: Occurrence, mother: Participant, *, now: datetime
) -> list[tuple[ContentVersion, str]]:
    """Everything a check-in names, in order, each with the reason why it is not put to her."""
    battery = battery_of(occurrence)
    rests = not battery.asked_after_loss and is_tender(mother, now=now)
    return [
        (version, why_of(battery, version.content, mother, rests=rests, now=now))
        for version in _named(battery, occurrence)
    ]


def why_of(
    battery: Battery, content: Instrument, mother: Participant, *, rests: bool, now: datetime
) -> str:
    """Why a questionnaire of her battery is not put to her, in one word; nothing where it is."""
    if battery.content.content.blocks:
        out = in_other_blocks(battery, content.code)
        if "" in out or out >= {item.code for item in content.items}:
            return applicability.BLOCK
    why = why_not_put(content, mother, now=now, rests=rests)
    if why or asked(content, mother):
        return why
    return next(iter(items_not_put(content, mother, now=now).values()), applicability.ADDRESSED)


def battery_of(occurrence: Occurrence) -> Battery:
    """The battery that asks this check-in."""
    return Battery.objects.select_related("content").get(public_id=occurrence.rule.subject)


def _named(battery: Battery, occurrence: Occurrence) -> list[ContentVersion]:
    begun = {
        one.instrument.code: one.instrument
        for one in occurrence.administrations.select_related("instrument")
    }
    codes = battery.content.content.instruments
    return [begun.get(code) or to_ask(code) for code in codes]
