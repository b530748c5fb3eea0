"""What there is for her to do now, as Today shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.services import released
from measures.models import Battery
from people.models import Participant
from reminders.services.owed import open_to_her
from schedule.models import Occurrence, Rule
from schedule.telling import opens_when
from sessions.models import AssignedSession
from sessions.services import content_of, is_open_now, path_of, progress_of

# A question takes about this many seconds, as people really answer.
QUESTION_SECONDS = 12


@dataclass(frozen=True)
class Thing:
    """One thing to do, with its honest length."""

    url: str
    kicker: str
    title: str
    summary: str
    minutes: int
    skill: str
    begun: bool
    # What the title is written in: content may lack her language.
    lang: str


def things_for(mother: Participant, *, now: datetime) -> list[Thing]:
    """What is open to her: the session first (it is the longer one), then check-ins."""
    found = [_session(one) for one in _open_sessions(mother, now)[:1]]
    return found + [_check_in(one, mother) for one in open_check_ins(mother, now=now)]


def done_before(mother: Participant) -> list[Thing]:
    """Sessions she has done, the last two: what she may want to do or read again."""
    done = AssignedSession.objects.filter(
        course__participant=mother, completed_at__isnull=False
    ).select_related("course__curriculum", "course__participant", "occurrence")
    return [_session(one, again=True) for one in done.order_by("-completed_at", "-pk")[:2]]


def open_check_ins(mother: Participant, *, now: datetime) -> list[Occurrence]:
    """Check-ins whose window is open, the one that closes first in front."""
    mine = Occurrence.objects.open(now=now).filter(
        participant=mother, rule__kind=Rule.Kind.CHECK_IN
    )
    return list(open_to_her(mine).select_related("rule").order_by("closes_at", "pk"))


def next_opening(mother: Participant, *, now: datetime) -> str:
    """When the next thing opens, in her words; nothing where nothing is planned."""
    coming = Occurrence.objects.pending().filter(participant=mother, opens_at__gt=now)
    first = open_to_her(coming).order_by("opens_at").first()
    return opens_when(first.opens_at, now=now, zone=mother.zone) if first else ""


def questions_in(occurrence: Occurrence, mother: Participant) -> int:
    """How many questions a check-in asks her."""
    battery = Battery.objects.select_related("content").get(public_id=occurrence.rule.subject)
    codes = battery.content.content.instruments
    asked = [released("instrument", code).content for code in codes]
    return sum(len(one.items_for(mother.addressed)) for one in asked if one.fits(mother.addressed))


def minutes_for(questions: int) -> int:
    """Rounded up: a promise she can keep."""
    return max(1, -(-questions * QUESTION_SECONDS // 60))


def _open_sessions(mother: Participant, now: datetime) -> list[AssignedSession]:
    mine = AssignedSession.objects.filter(
        course__participant=mother, course__finished_at=None, completed_at=None
    ).select_related("course__curriculum", "course__participant", "occurrence")
    return [one for one in mine if is_open_now(one, now=now)]


def _session(assigned: AssignedSession, *, again: bool = False) -> Thing:
    content, progress = content_of(assigned), progress_of(assigned)
    mother = assigned.course.participant
    lang = assigned.course.curriculum.content.language_for(mother.language)
    steps = path_of(assigned)
    left = sum(step.minutes for step in steps if step.code not in progress.done)
    skill = next((step.skill for step in steps if step.skill), "mindfulness")
    return Thing(
        url=reverse("portal:session", args=[assigned.public_id]),
        kicker=_("Do it again")
        if again
        else _("Session %(number)s") % {"number": assigned.ordinal},
        title=content.title(lang),
        summary=content.summary(lang),
        minutes=max(1, left),
        skill=skill or "",
        begun=bool(progress.done),
        lang=lang,
    )


def _check_in(occurrence: Occurrence, mother: Participant) -> Thing:
    questions = questions_in(occurrence, mother)
    title = ngettext("%(n)s short question", "%(n)s short questions", questions) % {"n": questions}
    return Thing(
        url=reverse("portal:check_in", args=[occurrence.public_id]),
        kicker=_("Check in"),
        title=title,
        summary="",
        minutes=minutes_for(questions),
        skill="",
        begun=occurrence.administrations.exists(),
        lang=mother.language,
    )
