"""Help that stands on her screen in the same response as what she said."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import override

from catalog.services import for_jurisdiction
from catalog.types import CrisisLine, SafetyRule
from measures.acknowledgement import Help
from people.models import Clinic, Participant
from safety.models import LineCheck
from safety.services import seen_by
from safety.telling import staff_see


def rule_for(
    participant: Participant, *, instrument: str, item: str, value: object
) -> SafetyRule | None:
    """The safety rule an answer sets off where she lives: the tightest it reaches.

    Rules are not pinned to a version: the newest released words always speak.
    """
    rules = for_jurisdiction("safety", participant.clinic.jurisdiction).content
    return rules.match(instrument, item, value)


def rules_on(participant: Participant, *, instrument: str, item: str) -> list[SafetyRule]:
    """Every safety rule that watches this item where she lives, the highest bar last."""
    rules = for_jurisdiction("safety", participant.clinic.jurisdiction).content.rules
    watching = [rule for rule in rules if (rule.instrument, rule.item) == (instrument, item)]
    return sorted(watching, key=lambda rule: rule.bar)


def notice_for(participant: Participant) -> str:
    """What stands above a reportable item where she lives, in her language."""
    rules = for_jurisdiction("safety", participant.clinic.jurisdiction).content
    return rules.notice(participant.language, participant.addressed)


def crisis_lines(participant: Participant) -> tuple[CrisisLine, ...]:
    """The lines shown where she lives, without what her clinic found not to work.

    A number is left out while the clinic's latest call to it went wrong; 911 never is.
    """
    clinic = participant.clinic
    lines = for_jurisdiction("crisis", clinic.jurisdiction).content.lines
    broken = _broken(clinic)
    working = (line if line.emergency else _without(line, broken) for line in lines)
    return tuple(line for line in working if line.call or line.text)


def help_of(participant: Participant, rule: SafetyRule, *, now: datetime) -> Help:
    """The words of a rule that tells her clinic, when staff see it, and the lines."""
    language = participant.language
    with override(language):
        seen = seen_by(participant.clinic, tier=rule.tier, now=now)
        staff = staff_see(seen, participant.zone, now)
    lines = crisis_lines(participant)
    return Help(
        title=rule.title(language),
        body_html=rule.body_html(language, participant.addressed),
        lines=tuple(sorted(lines, key=lambda line: line.code != rule.line)),
        told=True,
        language=language,
        tier=rule.tier,
        family=rule.family,
        staff=staff,
    )


def _broken(clinic: Clinic) -> set[tuple[str, str]]:
    """Line and number, where the latest call said that it does not work."""
    latest = LineCheck.objects.filter(clinic=clinic).order_by("checked_at", "pk")
    works = {(row.line, row.number): row.works for row in latest}
    return {called for called, answered in works.items() if not answered}


def _without(line: CrisisLine, broken: set[tuple[str, str]]) -> CrisisLine:
    return replace(
        line,
        call=None if (line.code, line.call) in broken else line.call,
        text=None if (line.code, line.text) in broken else line.text,
    )
