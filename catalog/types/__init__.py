"""What content is, once read: frozen values that render from an archived body alone.

Every type answers in the language asked for, or in its first language when it lacks that one
(`language_for` says which). An empty `for_addressed` means everyone.
"""

from catalog.text import ADDRESSED, ANCHORS, Text, language_for
from catalog.types.base import Content
from catalog.types.cards import LATER, Card, CardPart, Lead
from catalog.types.curricula import (
    FIVE,
    FULL,
    TIMED,
    TWO,
    Breathing,
    Cue,
    Curriculum,
    Cut,
    Field,
    HomeTime,
    SessionContent,
    Step,
    Thing,
)
from catalog.types.notices import ConsentText, ForbiddenWords, MessageText, Notice
from catalog.types.questions import Battery, Choice, Instrument, Item, RuleSpec, Scale
from catalog.types.safety import (
    CLOSINGS,
    Closing,
    CrisisLine,
    CrisisLines,
    SafetyRule,
    SafetyRules,
)

__all__ = [
    "ADDRESSED",
    "ANCHORS",
    "CLOSINGS",
    "FIVE",
    "FULL",
    "LATER",
    "TIMED",
    "TWO",
    "Battery",
    "Breathing",
    "Card",
    "CardPart",
    "Choice",
    "Closing",
    "ConsentText",
    "Content",
    "CrisisLine",
    "CrisisLines",
    "Cue",
    "Curriculum",
    "Cut",
    "Field",
    "ForbiddenWords",
    "HomeTime",
    "Instrument",
    "Item",
    "Lead",
    "MessageText",
    "Notice",
    "RuleSpec",
    "SafetyRule",
    "SafetyRules",
    "Scale",
    "SessionContent",
    "Step",
    "Text",
    "Thing",
    "language_for",
]
