"""What content is, once read: frozen values that render from an archived body alone.

Every type answers in the language asked for, or in its first language when it lacks that one
(`language_for` says which). An empty `for_addressed` means everyone.
"""

from catalog.text import ADDRESSED, ANCHORS, Text, language_for
from catalog.types.base import Content
from catalog.types.cards import LATER, Card, CardPart, Lead
from catalog.types.curricula import (
    CLOSING,
    FIVE,
    FULL,
    OPENING,
    SESSION,
    SHELF,
    TIMED,
    TWO,
    Breathing,
    Cue,
    Curriculum,
    Cut,
    Fact,
    Field,
    HomeTime,
    SessionContent,
    Step,
    Thing,
)
from catalog.types.mechanisms import Edge, Mechanism, Part, Skill, net_sign
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
from catalog.types.words import Listed, RegionalWord, RegionalWords, WordList

__all__ = [
    "ADDRESSED",
    "ANCHORS",
    "CLOSING",
    "CLOSINGS",
    "FIVE",
    "FULL",
    "LATER",
    "OPENING",
    "SESSION",
    "SHELF",
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
    "Edge",
    "Fact",
    "Field",
    "ForbiddenWords",
    "HomeTime",
    "Instrument",
    "Item",
    "Lead",
    "Listed",
    "Mechanism",
    "MessageText",
    "Notice",
    "Part",
    "RegionalWord",
    "RegionalWords",
    "RuleSpec",
    "SafetyRule",
    "SafetyRules",
    "Scale",
    "SessionContent",
    "Skill",
    "Step",
    "Text",
    "Thing",
    "WordList",
    "language_for",
    "net_sign",
]
