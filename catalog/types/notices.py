"""Messages, consents and legal notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from catalog.render import markdown_html
from catalog.text import NO_TEXT, Text
from catalog.types.base import Content
from catalog.words import forbidden_in


@dataclass(frozen=True)
class MessageText(Content):
    """A message. `{link}` in the body is the only placeholder there may be."""

    channel: str  # email
    to: str  # mother | staff
    subjects: Text = NO_TEXT
    bodies: Text = NO_TEXT

    def subject(self, lang: str) -> str:
        return self.subjects.get(lang)

    def body(self, lang: str) -> str:
        return self.bodies.get(lang)


@dataclass(frozen=True)
class ForbiddenWords(Content):
    """Beginnings of words, any case, and exact words, that no message to a phone may hold."""

    beginnings: tuple[str, ...]
    exact: tuple[str, ...]

    def found_in(self, text: str) -> tuple[str, ...]:
        """The forbidden words that occur in a text; empty when it may be sent."""
        return forbidden_in(text, self.beginnings, self.exact)


@dataclass(frozen=True)
class ConsentText(Content):
    """A consent, with the elements 42 CFR 2.31 asks for. Name, signature and date are the row's."""

    purpose: str  # care | research | reminders
    recipient_class: str
    expires_after_days: int | None
    titles: Text = NO_TEXT
    bodies: Text = NO_TEXT
    elements: Mapping[str, Text] = field(default_factory=dict)

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def body_html(self, lang: str) -> SafeString:
        return markdown_html(self.bodies.get(lang))

    def element(self, name: str, lang: str) -> str:
        """One of discloser, what, recipient, purpose, revoke, expiry, redisclosure."""
        return self.elements[name].get(lang)


@dataclass(frozen=True)
class Notice(Content):
    """A legal notice that goes with every disclosure: the whole text, and the short form."""

    source: str
    texts: Text = NO_TEXT
    shorts: Text = NO_TEXT

    def text(self, lang: str = "en") -> str:
        return self.texts.get(lang)

    def short(self, lang: str = "en") -> str:
        return self.shorts.get(lang)
