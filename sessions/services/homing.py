"""Practice at home: when she means to do it, and what is then expected of her, day by day."""

import re
from datetime import datetime, time
from typing import Any, TypeGuard

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.types import Step
from kernel.clock import at_local, local_date
from kernel.errors import BadInput
from people.models import Participant
from schedule.models import AnchorRevision, Occurrence, Rule
from schedule.services import add_rule, current_anchor, end_rule, mark_done
from schedule.windows import Rhythm
from sessions.models import AssignedSession, HomePractice

CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
# The window of a day: open from early on, or from the hour she chose where that is earlier.
OPENS = time(4)


def read_time(fields: dict[str, Any] | None) -> time | None:
    """The time she chose, HH:MM on her clock; None where she chose none. Raises BadInput.

    `at` is one of those offered, `own` one she typed: what she typed stands.
    """
    said = fields or {}
    own, at = said.get("own"), said.get("at")
    chosen = own if own not in (None, "") else at
    if not set(said) <= {"at", "own"} or (own not in (None, "") and not _is_clock(own)):
        raise BadInput(_("Choose a time, such as 19:00."), field="own")
    if chosen in (None, ""):
        return None
    if not _is_clock(chosen):
        raise BadInput(_("Choose a time, such as 19:00."), field="at")
    return time.fromisoformat(chosen)


def _is_clock(said: object) -> TypeGuard[str]:
    return isinstance(said, str) and CLOCK.fullmatch(said) is not None


@transaction.atomic
def plan_at_home(
    *, assigned: AssignedSession, step: Step, practice: str, at: time, now: datetime
) -> HomePractice:
    """Expect it once a day at that time, from today or tomorrow on; ends what she chose before."""
    mother = Participant.objects.select_for_update(no_key=True).get(
        pk=assigned.course.participant_id
    )
    for before in mother.home_practices.filter(practice=practice, ended_at=None):
        if before.at == at and before.assigned_id == assigned.pk:
            return before
        stop_at_home(home=before, now=now)
    home = HomePractice.objects.create(
        participant=mother,
        assigned=assigned,
        step=step.code,
        practice=practice,
        at=at,
        created_at=now,
    )
    kind, subject = AnchorRevision.Kind.COURSE_START, assigned.course.public_id
    anchor = current_anchor(participant=mother, kind=kind, subject=subject)
    if anchor is None or anchor.on is None:
        return home
    today = local_date(now, mother.zone)
    first = (today - anchor.on).days + (1 if now >= at_local(today, at, mother.zone) else 0)
    add_rule(
        participant=mother,
        kind=Rule.Kind.PRACTICE,
        subject=home.public_id,
        anchor_kind=kind,
        anchor_subject=subject,
        rhythm=Rhythm(first, 1, step.days, min(at, OPENS), at, 1),
        now=now,
    )
    return home


@transaction.atomic
def stop_at_home(*, home: HomePractice, now: datetime) -> HomePractice:
    """Expect it no more. What was done stays done."""
    for rule in Rule.objects.filter(subject=home.public_id, ended_at=None):
        end_rule(rule=rule, now=now)
    if home.ended_at is None:
        home.ended_at = now
        home.save(update_fields=["ended_at"])
    return home


def done_at_home(*, participant: Participant, practice: str, at: datetime) -> bool:
    """She did that practice: what was expected of her then is done. False where nothing was."""
    living = participant.home_practices.filter(practice=practice, ended_at=None)
    open_then = Occurrence.objects.open(now=at).filter(
        participant=participant,
        rule__kind=Rule.Kind.PRACTICE,
        rule__subject__in=living.values("public_id"),
    )
    # Every one that was open, not only the first that is found.
    done = [mark_done(occurrence=one, at=at) for one in open_then]
    return any(done)
