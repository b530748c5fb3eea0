"""What there is for her to do now, as Today shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.types import CLOSING, OPENING, SessionContent
from measures.burden import minutes_of
from measures.models import Battery
from measures.services import asked, instruments_put
from measures.services.askable import to_ask
from measures.services.budgeting import item_seconds
from measures.services.coming import to_begin
from pathway.due import due_things, expected_at, next_due
from people.models import Participant
from portal.practices import Practice, planned_now
from schedule.models import Occurrence
from schedule.telling import opens_when
from sessions.models import AssignedSession
from sessions.services import content_of, path_of, progress_of

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
    is_card: bool = False


def things_for(mother: Participant, *, now: datetime) -> list[Thing]:
    """What is open to her: the session first (it is the longer one), then check-ins, then what
    she meant to practise at home. Where nothing else is due, a card to read."""
    due = due_things(mother, now=now)
    found = [session_thing(one, now=now) for one in due.sessions[:1]]
    found += [_check_in(one, mother, now) for one in due.check_ins]
    if not due.rests:
        found += [_planned(one) for one in planned_now(mother, now=now)]
    return found or [_card(one, mother) for one in due.cards[-1:]]


def wishes_of(mother: Participant, *, now: datetime) -> list[tuple[str, int]]:
    """What she may begin herself: where it begins, and about how many minutes it takes."""
    return [
        (reverse("portal:check_in_now", args=[one.public_id]), _minutes_of(one))
        for one in to_begin(mother, now=now)
    ]


def _minutes_of(battery: Battery) -> int:
    content = battery.content.content
    return minutes_of([to_ask(code).content for code in content.instruments], item_seconds())


def done_before(mother: Participant, *, now: datetime) -> list[Thing]:
    """Sessions she has done, the last two: what she may want to do or read again."""
    done = AssignedSession.objects.filter(
        course__participant=mother, completed_at__isnull=False
    ).select_related("course__curriculum", "course__participant", "occurrence")
    newest = done.order_by("-completed_at", "-pk")[:2]
    return [session_thing(one, now=now, again=True) for one in newest]


def next_opening(mother: Participant, *, now: datetime) -> str:
    """When the next thing opens, in her words; nothing where nothing is planned."""
    first = next_due(mother, now=now)
    return opens_when(expected_at(first), now=now, zone=mother.zone) if first else ""


def questions_in(occurrence: Occurrence, mother: Participant, *, now: datetime) -> int:
    """How many questions a check-in asks her."""
    put = instruments_put(occurrence, mother, now=now)
    return sum(len(asked(version.content, mother)) for version in put)


def minutes_for(questions: int) -> int:
    """Rounded up: a promise she can keep."""
    return max(1, -(-questions * QUESTION_SECONDS // 60))


def session_thing(assigned: AssignedSession, *, now: datetime, again: bool = False) -> Thing:
    """One session of hers, with what is left of it."""
    content, progress = content_of(assigned), progress_of(assigned, now=now)
    mother = assigned.course.participant
    lang = assigned.course.curriculum.content.language_for(mother.language)
    steps = path_of(assigned, now=now)
    left = sum(step.minutes for step in steps if step.code not in progress.done)
    skill = next((step.skill for step in steps if step.skill), "mindfulness")
    return Thing(
        url=reverse("portal:session", args=[assigned.public_id]),
        kicker=_("Do it again") if again else session_label(content),
        title=content.title(lang),
        summary=content.summary(lang),
        minutes=max(1, left),
        skill=skill or "",
        begun=bool(progress.done),
        lang=lang,
    )


def session_label(content: SessionContent) -> str:
    """What it is called beside its title. What opens or closes a course has no number."""
    if content.role == OPENING:
        return _("To begin")
    if content.role == CLOSING:
        return _("To close")
    return _("Session %(number)s") % {"number": content.number}


def _planned(practice: Practice) -> Thing:
    return Thing(
        url=practice.url,
        kicker=_("As you planned"),
        title=practice.title,
        summary="",
        minutes=practice.minutes,
        skill=practice.skill,
        begun=False,
        lang=practice.lang,
    )


def _card(occurrence: Occurrence, mother: Participant) -> Thing:
    return Thing(
        url=reverse("portal:card", args=[occurrence.public_id]),
        kicker=_("A short card"),
        title=_("One minute to read"),
        summary="",
        minutes=1,
        skill="savoring",
        begun=False,
        lang=mother.language,
        is_card=True,
    )


def _check_in(occurrence: Occurrence, mother: Participant, now: datetime) -> Thing:
    questions = questions_in(occurrence, mother, now=now)
    title = ngettext("%(n)s short question", "%(n)s short questions", questions) % {"n": questions}
    return Thing(
        url=reverse("portal:check_in", args=[occurrence.public_id]),
        kicker=_("Check in"),
        title=title,
        summary="",
        minutes=minutes_for(questions),
        skill="",
        begun=occurrence.administrations.filter(answers__isnull=False).exists(),
        lang=mother.language,
    )
