"""Practices she has met: in the sessions she has opened, to play again or to note down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from catalog.types import Step
from kernel.clock import local_date
from people.models import Participant
from portal.stepping import minutes_of
from schedule.models import Occurrence, Rule
from sessions.models import AssignedSession, HomePractice, PracticeEntry, StepEntry
from sessions.services import content_of, path_of, practice_name, shelf_of

DONE = StepEntry.Event.DONE


@dataclass(frozen=True)
class Practice:
    """One practice of hers. `name` says which content it is, `lang` what it is written in."""

    name: str
    url: str
    title: str
    minutes: int
    skill: str
    lang: str


def practices_met(mother: Participant) -> list[Practice]:
    """From the session she opened last back to the first; a practice of two courses stands once."""
    opened = opened_sessions(mother).order_by("-first_opened_at", "-pk")
    found: dict[tuple[str, str], Practice] = {}
    for assigned in opened:
        for step in timed_steps(assigned):
            found.setdefault((assigned.code, step.code), practice_of(assigned, step))
    return list(found.values())


def shelf_for(mother: Participant, *, now: datetime) -> AssignedSession | None:
    """The shelf of the course she began last, from its first day on and for good."""
    today = local_date(now, mother.zone)
    begun = mother.courses.filter(starts_on__lte=today).order_by("-starts_on", "-pk")
    course = begun.select_related("curriculum", "participant").first()
    return shelf_of(course) if course else None


def shelf_practices(mother: Participant, *, now: datetime) -> list[Practice]:
    """Short ones for any time, whatever she has met; those that fit how she is addressed."""
    shelf = shelf_for(mother, now=now)
    return [practice_of(shelf, step) for step in timed_steps(shelf)] if shelf else []


def shelf_practice(mother: Participant, code: str, *, now: datetime) -> Practice | None:
    """One of the shelf by its code, or None where hers has none."""
    shelf = shelf_for(mother, now=now)
    steps = timed_steps(shelf) if shelf else iter(())
    return next((practice_of(shelf, one) for one in steps if shelf and one.code == code), None)


def opened_sessions(mother: Participant):
    """Sessions she has been in, with their course."""
    hers = AssignedSession.objects.filter(course__participant=mother)
    return hers.filter(first_opened_at__isnull=False).select_related(
        "course__curriculum", "course__participant", "occurrence"
    )


def timed_steps(assigned: AssignedSession) -> Iterator[Step]:
    """What runs by the clock in it, of what she is asked."""
    return (step for step in path_of(assigned) if step.is_timed)


def practice_of(assigned: AssignedSession, step: Step) -> Practice:
    """As a list shows it."""
    mother = assigned.course.participant
    lang = assigned.course.curriculum.content.language_for(mother.language)
    return Practice(
        name=practice_name(assigned, step.code),
        url=reverse("portal:practise", args=[assigned.public_id, step.code]),
        title=step.title(lang, mother.addressed),
        minutes=minutes_of(step),
        skill=step.skill or "mindfulness",
        lang=lang,
    )


def planned_now(mother: Participant, *, now: datetime) -> list[Practice]:
    """What she meant to practise at home and is open today."""
    open_now = Occurrence.objects.open(now=now).filter(
        participant=mother, rule__kind=Rule.Kind.PRACTICE
    )
    homes = HomePractice.objects.filter(
        participant=mother,
        ended_at=None,
        public_id__in=open_now.values("rule__subject"),
    ).select_related("assigned__course__curriculum", "assigned__course__participant")
    found = []
    for home in homes.order_by("at", "pk"):
        code = home.practice.rpartition("/")[2]
        steps = [one for one in timed_steps(home.assigned) if one.code == code]
        found += [practice_of(home.assigned, one) for one in steps[:1]]
    return found


def titles_by_name(mother: Participant) -> dict[str, str]:
    """What each practice of hers is called, also one she is not asked any more."""
    found = {}
    for assigned in [*opened_sessions(mother), *_shelves(mother)]:
        curriculum = assigned.course.curriculum.content
        lang = curriculum.language_for(mother.language)
        for step in content_of(assigned).steps:
            found[practice_name(assigned, step.code)] = step.title(lang, mother.addressed)
    return found


def _shelves(mother: Participant) -> list[AssignedSession]:
    """Of every course of hers: what she did once keeps its name."""
    courses = mother.courses.select_related("curriculum", "participant")
    return [shelf for course in courses if (shelf := shelf_of(course))]


def good_days(mother: Participant) -> list[date]:
    """The day of each good moment she took: a savoring done, in a session or outside."""
    savoring: dict[tuple[int, str], bool] = {}
    names = set()
    for assigned in [*opened_sessions(mother), *_shelves(mother)]:
        for step in content_of(assigned).steps:
            if step.skill == "savoring" and step.is_timed:
                savoring[assigned.pk, step.code] = True
                names.add(practice_name(assigned, step.code))
    entries = StepEntry.objects.standing().filter(assigned__course__participant=mother, event=DONE)
    done = [
        at
        for assigned, code, at in entries.values_list("assigned_id", "step", "deposit__answered_at")
        if (assigned, code) in savoring
    ]
    again = PracticeEntry.objects.standing().filter(
        participant=mother, event=DONE, practice__in=names
    )
    done += again.values_list("deposit__answered_at", flat=True)
    return sorted(local_date(at, mother.zone) for at in done)
