"""Her plan as her pages show it: what each part is called and asks, her words, numbers to tap."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from people.models import Device, Participant
from safety.models import SafetyPlan
from safety.services import plan_of

# A phone number as people write it: seven digits or more, or one of the short ones.
NUMBER = re.compile(r"(?<![\w+])(?:\+?\d[\d\s().-]{5,18}\d|911|988)(?!\w)")


@dataclass(frozen=True)
class Part:
    """One short screen."""

    title: Promise
    question: Promise
    examples: tuple[Promise, ...]
    note: Promise | str = ""


PARTS: dict[str, Part] = {
    "signs": Part(
        _("Signs"),
        _("How do you notice that a hard time is coming?"),
        (
            _("I stop answering people."),
            _("I do not sleep, even when I can."),
            _("My chest is tight."),
        ),
    ),
    "helps": Part(
        _("What helps"),
        _("What can you do by yourself that helps a little?"),
        (_("Step outside."), _("A hot shower."), _("Music that calms me.")),
    ),
    "people": Part(
        _("People"),
        _("Who can you call or sit with?"),
        (_("My sister, 555 0147."), _("My neighbor. I need not say why.")),
        _("Write the phone number too. Then you can tap it here."),
    ),
    "places": Part(
        _("Places"),
        _("Where can you go to feel calmer?"),
        (_("My aunt's kitchen."), _("The library. It is warm and open late.")),
    ),
    "safer": Part(
        _("Safer at home"),
        _("What could make it safer around you?"),
        (
            _("Pills go in a locked box."),
            _("My sister keeps what I do not want near me."),
            _("I do not stay alone that night."),
        ),
    ),
    "naloxone": Part(
        _("Naloxone"),
        _("Where is your naloxone, and who knows how to use it?"),
        (_("In the kitchen drawer. My mother knows."), _("I ask my clinic for some.")),
    ),
}


# A phone's list of pages shows addresses: none names a medicine.
SLUGS = {part: "kit" if part == "naloxone" else part for part in PARTS}
FROM_SLUG = {slug: part for part, slug in SLUGS.items()}


@dataclass(frozen=True)
class Shown:
    """One part with her words, ready for a page."""

    code: str
    part: Part
    words: str

    @property
    def slug(self) -> str:
        """How it is called in an address."""
        return SLUGS[self.code]

    @property
    def html(self) -> SafeString:
        """Her words with numbers a phone can dial."""
        return dialled(self.words)


def shown_plan(plan: SafetyPlan) -> list[Shown]:
    """The parts she has written in, in their order."""
    return [one for one in all_parts(plan) if one.words]


def all_parts(plan: SafetyPlan) -> list[Shown]:
    """All six, with or without words."""
    return [Shown(code, part, getattr(plan, code)) for code, part in PARTS.items()]


def plan_for(device: Device | None, mother: Participant | None) -> SafetyPlan | None:
    """Her plan where this phone may show it now: open, or without the PIN as she chose."""
    if mother is not None:
        return plan_of(mother)
    if device is None:
        return None
    plan = plan_of(device.participant)
    return plan if plan.pk and not plan.behind_pin else None


def pieces(words: str) -> list[tuple[str, str]]:
    """The words in pieces: each with the digits to dial where it looks like a number, or none."""
    found_pieces, behind = [], 0
    for found in NUMBER.finditer(words):
        digits = "".join(c for c in found[0] if c.isdigit() or c == "+")
        if 3 < len(digits) < 7:
            continue
        found_pieces += [(words[behind : found.start()], ""), (found[0], digits)]
        behind = found.end()
    found_pieces.append((words[behind:], ""))
    return [(text, digits) for text, digits in found_pieces if text]


def dialled(words: str) -> SafeString:
    """Text as it was written, escaped, with what looks like a phone number as a link."""
    parts = [
        format_html('<a class="whole" href="tel:{}">{}</a>', digits, text)
        if digits
        else conditional_escape(text)
        for text, digits in pieces(words)
    ]
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308 - each part was escaped
