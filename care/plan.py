"""What assigning would make: which content she can be given, on which days. Writes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from catalog.models import ContentVersion
from catalog.services import released, released_codes
from catalog.types import Battery, Curriculum
from measures.services import battery_languages
from people.models import Participant
from schedule.models import AnchorRevision
from schedule.services import current_anchor, rhythm_of
from schedule.windows import Window, windows
from sessions.services import curriculum_languages

LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}


@dataclass(frozen=True)
class Option:
    """One thing that could be assigned; `why_not` says what stands in the way."""

    version: ContentVersion
    title: str
    detail: str
    why_not: str

    @property
    def code(self) -> str:
        """What the form sends."""
        return self.version.code


def curricula_for(mother: Participant) -> list[Option]:
    """Every released curriculum, with whether she can be given it."""
    rows = [released("curriculum", code) for code in released_codes("curriculum")]
    return [_curriculum(row, mother) for row in rows]


def batteries_for(mother: Participant) -> list[Option]:
    """Every released battery, with whether she can be given it."""
    rows = [released("battery", code) for code in released_codes("battery")]
    has = set(mother.batteries.filter(ended_at=None).values_list("content__code", flat=True))
    return [_battery(row, mother, row.code in has) for row in rows]


def session_days(curriculum: Curriculum, starts_on: date) -> list[tuple[str, date]]:
    """Titles and the earliest day of each session, if each is done on the day it opens."""
    days, day = [], starts_on
    for one in curriculum.sessions:
        day += timedelta(days=one.opens_after_days)
        days.append((f"Session {one.ordinal}: {one.title('en')}", day))
    return days


def check_in_windows(battery: Battery, mother: Participant, starts_on: date) -> list[Window]:
    """The windows of the battery; none while the date it counts from is not known."""
    anchor = battery.rule.anchor
    on: date | None = starts_on
    if anchor != AnchorRevision.Kind.COURSE_START:
        held = current_anchor(participant=mother, kind=anchor)
        on = held.on if held else None
    return windows(rhythm_of(battery.rule), on, mother.zone) if on else []


def _curriculum(row: ContentVersion, mother: Participant) -> Option:
    content = row.content
    minutes = [one.minutes for one in content.sessions]
    detail = f"{len(minutes)} sessions, {min(minutes)} to {max(minutes)} minutes each"
    return Option(
        row, content.title("en"), detail, _lacks(curriculum_languages(row), mother.language)
    )


def _battery(row: ContentVersion, mother: Participant, has: bool) -> Option:
    content = row.content
    names = [released("instrument", code).content for code in content.instruments]
    asked = ", ".join(one.title("en").lower() for one in names)
    every = f"every {content.rule.every_days} days, {content.rule.times} times"
    why_not = _lacks(battery_languages(row), mother.language)
    if has:
        why_not = "She has this already."
    return Option(row, content.title("en"), f"{asked}; {every}", why_not)


def _lacks(languages: tuple[str, ...], wanted: str) -> str:
    if wanted in languages:
        return ""
    have = ", ".join(LANGUAGE_NAMES.get(code, code) for code in languages) or "no language"
    name = LANGUAGE_NAMES.get(wanted, wanted)
    return f"Cannot be assigned: no wording in {name} yet (it has {have})."
