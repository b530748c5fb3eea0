"""Her own plan for hard times: six parts in her words, saved one at a time, never overwritten."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import BadInput, Conflict, NotAllowed
from people.models import Participant, User
from safety.models import SafetyPlan

LONGEST = 2000


def plan_of(participant: Participant) -> SafetyPlan:
    """Her plan; an empty one that is not stored while she has written nothing."""
    found = SafetyPlan.objects.filter(participant=participant).first()
    return found or SafetyPlan(participant=participant)


@transaction.atomic
def save_part(
    *,
    participant: Participant,
    part: str,
    words: str,
    revision: int,
    by: User | None,
    now: datetime,
) -> SafetyPlan:
    """Keep one part as it was written on a page that showed the plan at `revision`.

    Sent twice it is kept once. Raises Conflict (`other_revision`) when this part says something
    else by now: the page then shows both. A change to another part is no conflict. Staff (`by`)
    write only into a plan she shares; the one they begin with her is shared from the start.
    """
    if part not in SafetyPlan.SECTIONS:
        raise BadInput(_("There is no such page in the plan."), field="part")
    words = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise BadInput(
            _("This is too long to keep. Please make it shorter."), code="too_long", field="words"
        )
    plan = _held(participant)
    if by is not None and plan.pk and not plan.shared:
        raise NotAllowed("She keeps this plan to herself.", code="not_shared")
    if getattr(plan, part) == words:
        return plan
    if plan.revision != revision and _then(plan, part, revision) != getattr(plan, part):
        raise Conflict(
            _("This was changed on another page. Look at both, then save."), code="other_revision"
        )
    if by is not None and not plan.pk:
        plan.shared = True
    setattr(plan, part, words)
    plan.revision += 1
    plan.changed_at, plan.changed_by = now, by
    plan.save()
    return plan


@transaction.atomic
def share_plan(*, participant: Participant, shared: bool, now: datetime) -> SafetyPlan:
    """Whether her clinic reads it: hers alone to say, at once and both ways."""
    plan = _held(participant)
    plan.shared = shared
    return _chosen(plan, now)


@transaction.atomic
def lock_plan(*, participant: Participant, behind_pin: bool, now: datetime) -> SafetyPlan:
    """Whether it asks for the PIN on her phone."""
    plan = _held(participant)
    plan.behind_pin = behind_pin
    return _chosen(plan, now)


def _held(participant: Participant) -> SafetyPlan:
    """Her plan, with nobody else writing into it until this transaction ends."""
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    return plan_of(participant)


def _chosen(plan: SafetyPlan, now: datetime) -> SafetyPlan:
    """A choice about the plan is no change of its words: the revision stays."""
    if not plan.pk:
        plan.changed_at = now
    plan.save()
    return plan


def _then(plan: SafetyPlan, part: str, revision: int) -> str | None:
    """What the part said at that revision (nothing before the first), None when it is unknown."""
    if revision == 0:
        return ""
    was = SafetyPlan.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj=plan, revision=revision
    ).first()
    return getattr(was, part) if was else None
