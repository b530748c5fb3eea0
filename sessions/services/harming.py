"""A practice was not good for her: it is kept, and a rule of her place says who hears of it."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.services import for_jurisdiction
from catalog.types import SafetyRule
from measures.acknowledgement import Help
from measures.help import crisis_lines, help_of
from people.models import Participant
from safety.models import ConcernSource
from safety.services import raise_concern
from schedule.models import Deposit
from sessions.doses import is_worse
from sessions.models import HarmRecord

EVENT = "practice-harm"


def harm_of(*, stopped: bool, before: int | None, after: int | None) -> str:
    """Which harm this was, or nothing. Stopping says it whatever the numbers are."""
    if stopped:
        return HarmRecord.Kind.NOT_GOOD
    return HarmRecord.Kind.WORSE if is_worse(before, after) else ""


def record_harm(
    *,
    mother: Participant,
    deposit: Deposit,
    practice: str,
    kind: str,
    before: int | None,
    after: int | None,
    now: datetime,
) -> HarmRecord:
    """Keep it, and raise the concern her place's rules ask for. Inside the entry's transaction."""
    harm = HarmRecord.objects.create(
        deposit=deposit,
        participant=mother,
        practice=practice,
        kind=kind,
        before=before,
        after=after,
        recorded_at=now,
    )
    rule = harm_rule(mother)
    if rule is not None and rule.tier != "none":
        raise_concern(
            participant=mother,
            rule=rule.code,
            tier=rule.tier,
            kind=ConcernSource.Kind.PRACTICE,
            source_id=deposit.client_uuid,
            happened_at=deposit.answered_at,
            now=now,
        )
    return harm


def harm_rule(mother: Participant) -> SafetyRule | None:
    """What the rules where she lives say to it; rules older than this event say nothing."""
    return for_jurisdiction("safety", mother.clinic.jurisdiction).content.event(EVENT)


def help_after(mother: Participant, *, now: datetime) -> Help:
    """What stands on her screen at once: the rule's words and people to call."""
    rule = harm_rule(mother)
    if rule is not None and rule.tier != "none":
        return help_of(mother, rule, now=now)
    with override(mother.language):
        title = _("You stopped. That is fine.")
        first = _("Not every practice fits every day. You can leave it, or try another one.")
        second = _("If things feel hard right now, you can reach someone here.")
    return Help(
        title=title,
        body_html=format_html("<p>{}</p><p>{}</p>", first, second),
        lines=crisis_lines(mother),
        told=False,
        language=mother.language,
    )
