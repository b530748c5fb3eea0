"""What assigning would make: which content she can be given, on which days. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.models import ContentVersion
from catalog.services import released, released_codes
from catalog.types import (
    CLOCK,
    COURSE_END,
    EACH_SESSION,
    MOMENTARY,
    SELF_STARTED,
    Battery,
    Curriculum,
    Instrument,
    RuleSpec,
    SessionContent,
)
from measures.burden import minutes_of
from measures.services import battery_languages, missing_for
from measures.services.askable import made_for, to_ask, why_not_askable
from measures.services.coming import anchor_kind_of
from people.models import Participant
from people.services import deliveries_for, newest_pregnancy
from schedule.models import AnchorRevision
from schedule.services import current_anchor, rhythm_of
from schedule.windows import Window, windows
from sessions.services import asked_in, curriculum_languages

FROM = {
    AnchorRevision.Kind.ENROLMENT: "from the day she was enrolled",
    AnchorRevision.Kind.COURSE_START: "from the first day",
    AnchorRevision.Kind.DUE_DATE: "around her due date",
    AnchorRevision.Kind.BIRTH: "after a birth",
}
COMES = {
    EACH_SESSION: "with each session of her course",
    COURSE_END: "when her course is done",
    SELF_STARTED: "whenever she wants to",
}
LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}


@dataclass(frozen=True)
class Option:
    """One thing that could be assigned; `why_not` says what stands in the way."""

    version: ContentVersion
    title: str
    detail: str
    why_not: str
    # Of a curriculum: how her clinic may give it.
    deliveries: tuple[str, ...] = ()
    # Of a battery: whom its questionnaires are for.
    notes: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What the form sends."""
        return self.version.code


NOT_APPROVED = "Cannot be assigned yet: an admin of the clinic has not approved it."
NOT_READY = "Cannot be assigned yet: it asks what may need an answer, and the clinic is not ready."


def curricula_for(mother: Participant, *, now: datetime) -> list[Option]:
    """Every released curriculum, with whether she can be given it."""
    rows = [released("curriculum", code) for code in released_codes("curriculum")]
    busy = mother.courses.filter(finished_at=None).exists()
    return [_curriculum(row, mother, busy, now) for row in rows]


def batteries_for(mother: Participant, *, now: datetime) -> list[Option]:
    """Every released battery, with whether she can be given it.

    Those that count from her start come first, the fullest in front: it is chosen beforehand.
    """
    rows = [released("battery", code) for code in released_codes("battery")]
    has = set(mother.batteries.filter(ended_at=None).values_list("content__code", flat=True))
    rows.sort(key=_usual_first)
    return [_battery(row, mother, row.code in has, now) for row in rows]


def unready(mother: Participant, *, now: datetime) -> list[str]:
    """What is missing before her clinic may ask what needs an answer, for any content there is."""
    every = [*released_codes("instrument")]
    return missing_for(every, mother.clinic, now=now)


def _usual_first(row: ContentVersion) -> tuple[bool, int, str]:
    content = row.content
    rule = content.rule
    from_start = rule.kind == CLOCK and rule.anchor == AnchorRevision.Kind.COURSE_START
    return not from_start, -len(content.instruments), row.code


def said_of(one: SessionContent) -> str:
    """What staff call a part of a course: only what is a session has a number."""
    return f"Session {one.number}" if one.number else one.role.capitalize()


def session_days(curriculum: Curriculum, starts_on: date) -> list[tuple[str, date]]:
    """Titles and the earliest day of each session, if each is done on the day it opens."""
    days, day = [], starts_on
    for one in curriculum.sessions:
        day += timedelta(days=one.opens_after_days)
        days.append((f"{said_of(one)}: {one.title('en')}", day))
    return days


def check_in_windows(battery: Battery, mother: Participant, starts_on: date) -> list[Window]:
    """The windows of the battery; none while the date it counts from is not known."""
    anchor = anchor_kind_of(battery.rule)
    on: date | None = starts_on
    if anchor != AnchorRevision.Kind.COURSE_START:
        on = _date_of(mother, anchor)
    return windows(rhythm_of(battery.rule), on, mother.zone) if on else []


def _date_of(mother: Participant, anchor: str) -> date | None:
    """The date assigning would count from: of the pregnancy that came last, where it is one."""
    pregnancy = newest_pregnancy(mother)
    of_pregnancy = anchor in (AnchorRevision.Kind.DUE_DATE, AnchorRevision.Kind.BIRTH)
    subject = pregnancy.public_id if of_pregnancy and pregnancy else None
    held = current_anchor(participant=mother, kind=anchor, subject=subject)
    return held.on if held else None


def _curriculum(row: ContentVersion, mother: Participant, busy: bool, now: datetime) -> Option:
    content = row.content
    minutes = [one.minutes for one in content.sessions]
    detail = f"{len(minutes)} sessions, {min(minutes)} to {max(minutes)} minutes each"
    deliveries = deliveries_for(mother.clinic, row)
    why_not = _lacks(curriculum_languages(row), mother.language)
    if busy:
        why_not = "She is on a course already. It ends before another begins."
    elif not why_not and missing_for(asked_in(content), mother.clinic, now=now):
        why_not = NOT_READY
    elif not why_not and not deliveries:
        why_not = NOT_APPROVED
    return Option(row, content.title("en"), detail, why_not, deliveries)


def _battery(row: ContentVersion, mother: Participant, has: bool, now: datetime) -> Option:
    content = row.content
    named = [to_ask(code).content for code in content.instruments]
    asks = ", ".join(one.title("en").lower() for one in named)
    against = why_not_askable(content.instruments, mother.clinic)
    why_not = " ".join(against) or _lacks(battery_languages(row), mother.language)
    if has:
        why_not = "She has this already."
    elif not why_not and missing_for(content.instruments, mother.clinic, now=now):
        why_not = NOT_READY
    when = f"{when_asked(content.rule)}; about {minutes_of(named)} min each time"
    return Option(row, content.title("en"), f"{asks}; {when}", why_not, notes=tuple(_notes(named)))


def when_asked(rule: RuleSpec) -> str:
    """When a battery is asked, in words for staff."""
    if rule.kind == MOMENTARY:
        hours = " and ".join(rule.between)
        return (
            f"{rule.prompts_a_day} prompts a day for {rule.days} days, at moments between {hours} "
            f"of her clock, {FROM[rule.anchor]}"
        )
    if rule.kind in COMES:
        return COMES[rule.kind]
    if rule.times == 1:
        return f"once, day {rule.first_day} {FROM[rule.anchor]}"
    return f"every {rule.every_days} days, {rule.times} times {FROM[rule.anchor]}"


def _notes(named: list[Instrument]) -> Iterator[str]:
    """Whom each questionnaire is for, and what is not scored: known before it is given."""
    for one in named:
        if made_for(one):
            yield f"{one.title('en')}: only {made_for(one)}."
        if one.incomplete:
            yield f"{one.title('en')}: kept and exported, not scored ({one.incomplete})."


def _lacks(languages: tuple[str, ...], wanted: str) -> str:
    if wanted in languages:
        return ""
    have = ", ".join(LANGUAGE_NAMES.get(code, code) for code in languages) or "no language"
    name = LANGUAGE_NAMES.get(wanted, wanted)
    return f"Cannot be assigned: no wording in {name} yet (it has {have})."
