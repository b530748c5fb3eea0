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


@dataclass(frozen=True)
class Cue:
    """A caption that appears `at` seconds after the start."""

    code: str
    at: int
    text: Text


@dataclass(frozen=True)
class Step:
    """One page or practice of a session.

    `short` is the code of a shorter practice in the same session, or None. `drawing` names a
    file of content/drawings. A practice lasts `seconds`; its cues are in order of time.
    """

    code: str
    kind: str  # reading | practice | reflection | questionnaire
    minutes: int
    skill: str | None = None  # mindfulness | reappraisal | savoring | craving
    seconds: int = 0
    anchors: tuple[str, ...] = ()
    breathing: Breathing | None = None
    cues: tuple[Cue, ...] = ()
    instrument: str | None = None
    short: str | None = None
    drawing: str | None = None
    max_length: int | None = None
    for_addressed: tuple[str, ...] = ()
    titles: Text = NO_TEXT
    texts: Text = NO_TEXT

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
    """One session of a curriculum, opened `opens_after_days` after the one before was done."""

    code: str
    ordinal: int
    minutes: int
    opens_after_days: int
    steps: tuple[Step, ...]
    titles: Text = NO_TEXT
    summaries: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def summary(self, lang: str) -> str:
        return self.summaries.get(lang)

    def step(self, code: str) -> Step:
        """The step with this code; KeyError when there is none."""
        return by_code(self.steps, code)

    def steps_for(self, addressed: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.fits(addressed))


@dataclass(frozen=True)
class Curriculum(Content):
    sessions: tuple[SessionContent, ...]
    titles: Text = NO_TEXT
    claims: Text = NO_TEXT

    def title(self, lang: str) -> str:
        """For staff; never shown on a mother's phone."""
        return self.titles.get(lang)

    def claim(self, lang: str) -> str:
        """What we say about this content, and no more."""
        return self.claims.get(lang)

    def session(self, code: str) -> SessionContent:
        """The session with this code; KeyError when there is none."""
        return by_code(self.sessions, code)
