"""Curricula, their sessions and the steps of a session."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from catalog.render import markdown_html
from catalog.text import NO_TEXT, Text
from catalog.types.base import Content, by_code


@dataclass(frozen=True)
class Breathing:
    """The breathing shape: whole seconds in, whole seconds out."""

    in_seconds: int
    out_seconds: int


# What a practice may be cut to, by name; "full" is the whole of it.
FULL, FIVE, TWO = "full", "five", "two"
# What a session is for: only a "session" counts among the eight.
OPENING, SESSION, CLOSING, SHELF = "opening", "session", "closing", "shelf"
# Kinds that run by the clock, with captions, an anchor and a way to stop.
TIMED = ("practice", "savoring", "exploration", "stress")


@dataclass(frozen=True)
class Cue:
    """A caption that appears `at` seconds after the start; `five` and `two`: in a shorter cut."""

    code: str
    at: int
    text: Text
    five: int | None = None
    two: int | None = None

    def at_in(self, cut: str) -> int | None:
        """The second at which it appears in a cut; None where it does not."""
        return {FULL: self.at, FIVE: self.five, TWO: self.two}.get(cut)


@dataclass(frozen=True)
class Cut:
    """A shorter length of a practice."""

    code: str  # five | two
    seconds: int


@dataclass(frozen=True)
class Thing:
    """Something to savor. An empty `for_addressed` means everyone."""

    code: str
    labels: Text
    for_addressed: tuple[str, ...] = ()

    def label(self, lang: str, addressed: str | None = None) -> str:
        return self.labels.get(lang, addressed)

    def fits(self, addressed: str) -> bool:
        return not self.for_addressed or addressed in self.for_addressed


@dataclass(frozen=True)
class Field:
    """A place of a worksheet: words up to `max_length`, or a number of a scale."""

    code: str
    kind: str  # text | scale
    labels: Text
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    notes: Text = NO_TEXT
    lows: Text = NO_TEXT
    highs: Text = NO_TEXT

    def accepts(self, value: object) -> bool:
        """Whether this may be kept in it."""
        if self.kind == "text":
            return isinstance(value, str) and 0 < len(value.strip()) <= (self.max_length or 0)
        low, high = self.minimum or 0, self.maximum or 0
        return type(value) is int and low <= value <= high


@dataclass(frozen=True)
class HomeTime:
    """A time of day she may choose for practice at home, HH:MM on her clock."""

    code: str
    at: str
    labels: Text


@dataclass(frozen=True)
class Fact:
    """What a page leans on, for reviewers. `mark` says how far it was read at its source."""

    says: str
    source: str
    mark: str


@dataclass(frozen=True)
class Step:
    """One page or practice of a session.

    `short` is the code of a shorter practice in the same session, or None (cuts are newer);
    `twin` that of a practice that does not use the body and stands for this one. `provoking`
    waits for a clinician's release. `drawing` names a file of content/drawings. A practice lasts
    `seconds`; its cues are in order of time. `trains` are codes of a mechanism's parts.
    """

    code: str
    kind: str
    minutes: int
    skill: str | None = None  # mindfulness | reappraisal | savoring | craving
    seconds: int = 0
    anchors: tuple[str, ...] = ()
    breathing: Breathing | None = None
    cues: tuple[Cue, ...] = ()
    cuts: tuple[Cut, ...] = ()
    things: tuple[Thing, ...] = ()
    fields: tuple[Field, ...] = ()
    times: tuple[HomeTime, ...] = ()
    practice: str | None = None
    days: int = 7
    instrument: str | None = None
    short: str | None = None
    twin: str | None = None
    provoking: bool = False
    stance: str | None = None  # acceptance | lovingkindness
    drawing: str | None = None
    max_length: int | None = None
    for_addressed: tuple[str, ...] = ()
    trains: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    titles: Text = NO_TEXT
    texts: Text = NO_TEXT

    @property
    def is_timed(self) -> bool:
        """It runs by the clock."""
        return self.kind in TIMED

    @property
    def asks_another_view(self) -> bool:
        """Danger that is real is not to be seen differently, accepted or wished well.

        The page for whom that holds stands before these.
        """
        return self.kind != "reading" and (self.skill == "reappraisal" or bool(self.stance))

    def seconds_of(self, cut: str) -> int:
        """How long a cut lasts; KeyError for one it does not have."""
        return {FULL: self.seconds, **{one.code: one.seconds for one in self.cuts}}[cut]

    def cues_of(self, cut: str) -> tuple[tuple[int, Cue], ...]:
        """The cues of a cut and when each appears in it."""
        timed = ((cue.at_in(cut), cue) for cue in self.cues)
        return tuple((at, cue) for at, cue in timed if at is not None)

    def title(self, lang: str, addressed: str | None = None) -> str:
        return self.titles.get(lang, addressed)

    def text(self, lang: str, addressed: str | None = None) -> str:
        """The Markdown as written, without its title."""
        return self.texts.get(lang, addressed)

    def text_html(self, lang: str, addressed: str | None = None) -> SafeString:
        return markdown_html(self.text(lang, addressed))

    def cue_text(
        self, code: str, lang: str, anchor: str | None = None, addressed: str | None = None
    ) -> str:
        return by_code(self.cues, code).text.get(lang, addressed, anchor)

    def fits(self, addressed: str) -> bool:
        return not self.for_addressed or addressed in self.for_addressed


@dataclass(frozen=True)
class SessionContent:
    """One session of a curriculum, opened `opens_after_days` after the one before was done.

    `ordinal` counts all that are assigned, the opening and the closing too; `number` those whose
    role is "session", and is None for the others. The shelf is never assigned: its ordinal is 0.
    """

    code: str
    ordinal: int
    minutes: int
    opens_after_days: int
    steps: tuple[Step, ...]
    role: str = SESSION
    number: int | None = None
    titles: Text = NO_TEXT
    summaries: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def summary(self, lang: str) -> str:
        return self.summaries.get(lang)

    def step(self, code: str) -> Step:
        """The step with this code; KeyError when there is none."""
        return by_code(self.steps, code)

    def stands_for(self, code: str) -> Step | None:
        """The step whose twin this is, or None."""
        return next((step for step in self.steps if step.twin == code), None)

    def steps_for(self, addressed: str) -> tuple[Step, ...]:
        """Those for her; a twin is not one of them, it stands for another."""
        fitting = (step for step in self.steps if step.fits(addressed))
        return tuple(step for step in fitting if self.stands_for(step.code) is None)


@dataclass(frozen=True)
class Curriculum(Content):
    """`sessions` in their order; `shelf` holds short practices for any time, or is None."""

    sessions: tuple[SessionContent, ...]
    shelf: SessionContent | None = None
    titles: Text = NO_TEXT
    claims: Text = NO_TEXT

    def title(self, lang: str) -> str:
        """For staff; never shown on a mother's phone."""
        return self.titles.get(lang)

    def claim(self, lang: str) -> str:
        """What we say about this content, and no more."""
        return self.claims.get(lang)

    def session(self, code: str) -> SessionContent:
        """The session with this code, or the shelf; KeyError when there is none."""
        return by_code(self.all_sessions, code)

    @property
    def all_sessions(self) -> tuple[SessionContent, ...]:
        """The sessions, and the shelf when there is one."""
        return (*self.sessions, self.shelf) if self.shelf else self.sessions
