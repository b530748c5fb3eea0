"""What a question takes on this site, and whether a battery keeps its budget here."""

from django.conf import settings

from catalog.types import Battery
from measures.burden import SECONDS, Cost, costs, over_budget
from measures.services.askable import to_ask


def item_seconds() -> dict[str, int]:
    """Seconds for each kind of item: the design's, changed by the setting ITEM_SECONDS."""
    return SECONDS | settings.ITEM_SECONDS


def cost_of(battery: Battery) -> list[Cost]:
    """What each questionnaire of a battery costs her here."""
    return costs(battery, [to_ask(code).content for code in battery.instruments], item_seconds())


def over_budget_here(battery: Battery) -> list[str]:
    """Why it asks too much of her, with what to take out; nothing where it keeps its budget."""
    named = [to_ask(code).content for code in battery.instruments]
    return over_budget(battery, named, item_seconds())
