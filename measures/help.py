"""Help that stands on her screen in the same response as what she said."""

from catalog.services import released
from catalog.types import CrisisLine, SafetyRule
from measures.acknowledgement import Help
from people.models import Participant


def rule_for(
    participant: Participant, *, instrument: str, item: str, value: object
) -> SafetyRule | None:
    """The safety rule an answer sets off where she lives: the tightest it reaches.

    Rules are not pinned to a version: the newest released words always speak.
    """
    rules = released("safety", participant.clinic.jurisdiction).content
    return rules.match(instrument, item, value)


def crisis_lines(participant: Participant) -> tuple[CrisisLine, ...]:
    """The lines shown where she lives."""
    return released("crisis", participant.clinic.jurisdiction).content.lines


def help_of(participant: Participant, rule: SafetyRule) -> Help:
    """The words of a rule that told her clinic, and the lines."""
    language = participant.language
    return Help(
        title=rule.title(language),
        body_html=rule.body_html(language),
        lines=crisis_lines(participant),
        told=True,
        language=language,
    )
