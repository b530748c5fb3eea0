"""Which check-ins ask their mother anything now, for many at once."""

from collections.abc import Collection
from datetime import datetime

from catalog.types import Instrument
from kernel.clock import local_date
from measures.models import Battery
from measures.services.askable import to_ask
from measures.services.asking import why_of
from people.models import Participant
from schedule.models import Occurrence, Pause, Rule


def asking(occurrences: Collection[Occurrence], *, now: datetime) -> set[int]:
    """Keys of those to offer: a check-in that has no question for her is not among them.

    What is not a check-in, or has no battery to look into, is. Each case that is alike is looked
    up once; load `rule` and `participant` with the rows.
    """
    check_ins = [one for one in occurrences if one.rule.kind == Rule.Kind.CHECK_IN]
    rows = Battery.objects.filter(public_id__in=[one.rule.subject for one in check_ins])
    batteries = {row.public_id: row for row in rows.select_related("content")}
    tender = _tender_among({one.participant for one in check_ins}, now)
    offered = {one.pk for one in occurrences}
    alike: dict[tuple, bool] = {}
    named: dict[int, list[Instrument]] = {}
    for one in check_ins:
        battery, mother = batteries.get(one.rule.subject), one.participant
        if battery is None:
            continue
        rests = mother.pk in tender and not battery.asked_after_loss
        if battery.content_id not in named:
            named[battery.content_id] = _named(battery)
        asks = named[battery.content_id]
        # Her clocks are hers alone; where nothing asks for them, mothers are alike.
        clocks = mother.pk if any(map(_looks_at_clocks, asks)) else None
        alike_by = (mother.addressed, mother.clinic_id, rests, tuple(battery.blocks), clocks)
        key = (battery.content_id, *alike_by)
        if key not in alike:
            alike[key] = any(
                not why_of(battery, content, mother, rests=rests, now=now) for content in asks
            )
        if not alike[key]:
            offered.discard(one.pk)
    return offered


def _named(battery: Battery) -> list[Instrument]:
    return [to_ask(code).content for code in battery.content.content.instruments]


def _looks_at_clocks(content: Instrument) -> bool:
    return bool(content.applies.gestation_weeks or content.applies.infant_days)


def _tender_among(mothers: Collection[Participant], now: datetime) -> set[int]:
    """Those whose loss is so near that questions about closeness or low mood rest."""
    days = {mother.pk: local_date(now, mother.zone) for mother in mothers}
    until = Pause.objects.filter(participant__in=days).values_list("participant_id", "tender_until")
    return {pk for pk, day in until if day > days[pk]}
