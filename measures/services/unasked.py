"""Which of her questions are not put to her, and why: what is kept with an administration."""

from collections.abc import Mapping
from datetime import datetime

from catalog.models import ContentVersion
from catalog.types import Instrument, Item
from measures.applicability import BLOCK
from measures.conditions import CONDITION, applying
from measures.current import Said
from measures.models import Administration
from measures.services.asking import battery_of, in_other_blocks, items_not_put
from people.models import Participant
from schedule.models import Occurrence


def without_blocked(items: tuple[Item, ...], administration: Administration) -> tuple[Item, ...]:
    """Without what stands in a block of the battery that she was not given."""
    held = {code for code, why in administration.not_asked.items() if why == BLOCK}
    return tuple(item for item in items if item.code not in held) if held else items


def numbers_in(said: dict[str, Said]) -> dict[str, int | str | None]:
    """What conditions look at: the answers by item, None for "I'd rather not say"."""
    return {code: None if one.declined else one.value for code, one in said.items()}


def why_not_asked(
    administration: Administration, mother: Participant, said: dict[str, Said], now: datetime
) -> dict[str, str]:
    """Why each item that was not put to her was not; the caller holds her row."""
    content = administration.instrument.content
    reasons = items_not_put(content, mother, now=now) | administration.not_asked
    return reasons | unmet(content, reasons, said)


def unmet(content: Instrument, reasons: Mapping[str, str], said: dict[str, Said]) -> dict[str, str]:
    """The items whose condition her answers do not meet, of those nothing else keeps from her."""
    put = [item for item in content.items if item.code not in reasons]
    apply = {item.code for item in applying(put, numbers_in(said))}
    return {item.code: CONDITION for item in put if item.code not in apply}


def blocked_items(instrument: ContentVersion, occurrence: Occurrence | None) -> dict[str, str]:
    """The items of blocks she was not given, with that reason: not asked from the beginning."""
    if occurrence is None:
        return {}
    out = in_other_blocks(battery_of(occurrence), instrument.code)
    return {item.code: BLOCK for item in instrument.content.items if item.code in out}
