"""When questionnaires are asked, and which of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.text import NO_TEXT, Text
from catalog.types.base import Content

CLOCK = "clock"
MOMENTARY = "momentary"
SELF_STARTED = "self_started"
EACH_SESSION = "each_session"
COURSE_END = "course_end"


@dataclass(frozen=True)
class RuleSpec:
    """When a battery is due, in the mother's own zone.

    clock: counted in days from an anchor. momentary: `prompts_a_day` moments of `days` days,
    `between` two times of day and `min_gap_minutes` apart, each open `stays_open_minutes`.
    self_started: when she begins it. each_session, course_end: when a course comes to it.
    """

    anchor: str = "enrolment"  # enrolment | course_start | due_date | birth
    first_day: int = 0
    every_days: int = 1
    times: int = 1
    opens_at: str = "06:00"  # HH:MM
    remind_at: str = "10:00"  # HH:MM
    open_days: int = 1
    kind: str = CLOCK
    prompts_a_day: int = 0
    between: tuple[str, ...] = ()  # HH:MM, HH:MM
    min_gap_minutes: int = 0
    days: int = 0
    stays_open_minutes: int = 60


@dataclass(frozen=True)
class Battery(Content):
    """Instruments asked together. `instruments` are codes, in the order asked.

    `blocks`: planned missing. Each mother gets `each_gets` of them, and is not asked what stands
    in the others: whole instruments (`code`) or single items (`code.item`).
    """

    instruments: tuple[str, ...]
    rule: RuleSpec
    titles: Text = NO_TEXT
    purpose: str = ""  # enrolment | wave | weekly | momentary; empty: no budget of its own
    sittings: int = 1
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    each_gets: int = 0

    def title(self, lang: str) -> str:
        return self.titles.get(lang)
