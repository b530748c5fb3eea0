"""Check-ins that no clock brings: a session that opens, the end of a course, her own wish.

Their rules make no occurrence by themselves (`times` 0): these journeys do.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.types import COURSE_END, EACH_SESSION, SELF_STARTED, RuleSpec
from kernel.clock import local_date
from kernel.errors import NotFound
from measures.models import Battery
from measures.services.askable import to_ask
from measures.services.asking import asked, instruments_put, is_tender, why_not_put
from people.models import Participant
from schedule.models import AnchorRevision, Occurrence, Rule
from schedule.services.expecting import expect_once, rhythm_of_rule
from schedule.windows import Window, window

# What such a rule hangs on, whatever a file says.
HANGS_ON = {
    EACH_SESSION: AnchorRevision.Kind.COURSE_START,
    COURSE_END: AnchorRevision.Kind.COURSE_START,
    SELF_STARTED: AnchorRevision.Kind.ENROLMENT,
}


def anchor_kind_of(spec: RuleSpec) -> str:
    """The kind of date a battery counts from, or merely hangs on."""
    return HANGS_ON.get(spec.kind, spec.anchor)


@transaction.atomic
def expect_with_session(
    *, participant: Participant, course: UUID, ordinal: int, day: date, now: datetime
) -> None:
    """A session of her course opens on `day`: so do the check-ins that come with each session.

    Once per session (`ordinal`); said again with another day, what she has not begun moves there.
    """
    for rule in _brought(participant, course, EACH_SESSION):
        to = window(rhythm_of_rule(rule), ordinal, day, participant.zone)
        expect_once(rule=rule, to=to, now=now)


@transaction.atomic
def expect_course_end(*, participant: Participant, course: UUID, at: datetime) -> None:
    """Her course is over: what is asked at its end opens at once, and is told of next day."""
    day = local_date(at, participant.zone)
    for rule in _brought(participant, course, COURSE_END):
        today, tomorrow = (
            window(rhythm_of_rule(rule), 1, one, participant.zone)
            for one in (day, day + timedelta(days=1))
        )
        to = Window(1, day, min(at, today.opens_at), tomorrow.remind_at, today.closes_at)
        expect_once(rule=rule, to=to, now=at)


def self_started(participant: Participant) -> list[Battery]:
    """What she may begin whenever she wants, in the order it was given."""
    live = participant.batteries.filter(ended_at=None).select_related("content")
    return [one for one in live.order_by("pk") if one.content.content.rule.kind == SELF_STARTED]


def to_begin(participant: Participant, *, now: datetime) -> list[Battery]:
    """Of what she may begin whenever she wants, that which has a question for her now."""
    found = self_started(participant)
    rests = bool(found) and is_tender(participant, now=now)
    return [one for one in found if _asks(one, participant, rests=rests, now=now)]


def _asks(battery: Battery, mother: Participant, *, rests: bool, now: datetime) -> bool:
    quiet = rests and not battery.asked_after_loss
    named = (to_ask(code).content for code in battery.content.content.instruments)
    return any(
        asked(one, mother) and not why_not_put(one, mother, now=now, rests=quiet) for one in named
    )


@transaction.atomic
def begin_myself(*, participant: Participant, battery: UUID, now: datetime) -> Occurrence:
    """She wants to check in now. One that is open already is gone on with, so twice is once.

    Raises NotFound when it is not hers to begin, or has no question for her now.
    """
    mother = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    gone = NotFound(_("There is nothing to do here any more."))
    if battery not in {one.public_id for one in self_started(mother)}:
        raise gone
    rule = Rule.objects.get(subject=battery, ended_at=None)
    rule.participant = mother
    found = rule.occurrences.open(now=now).order_by("ordinal").last()
    if found is None:
        last = rule.occurrences.order_by("ordinal").last()
        day = local_date(now, mother.zone)
        closes = now + timedelta(days=max(rule.open_days, 1))
        to = Window(last.ordinal + 1 if last else 1, day, now, None, closes)
        found = expect_once(rule=rule, to=to, now=now)
    if found is None or not instruments_put(found, mother, now=now):
        raise gone
    return found


def _brought(participant: Participant, course: UUID, kind: str) -> Iterator[Rule]:
    """Her living rules that a course brings on, of that kind."""
    rules = Rule.objects.filter(
        participant=participant,
        kind=Rule.Kind.CHECK_IN,
        anchor_kind=AnchorRevision.Kind.COURSE_START,
        anchor_subject=course,
        times=0,
        ended_at=None,
    )
    for rule in rules.order_by("pk"):
        rule.participant = participant
        battery = Battery.objects.select_related("content").get(public_id=rule.subject)
        if battery.content.content.rule.kind == kind:
            yield rule
