"""One page she reads when something makes it matter."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from catalog.render import markdown_html
from catalog.text import NO_TEXT, Text
from catalog.types.base import Content, by_code

# The first line of a card that comes back after months.
LATER = "later"


@dataclass(frozen=True)
class Lead:
    """The first line of a card, by what happened."""

    code: str
    text: Text = NO_TEXT


@dataclass(frozen=True)
class CardPart:
    """A paragraph, where it can be read, and how far that was confirmed (V, C, M or J)."""

    code: str
    source: str
    checked: str
    mark: str
    text: Text = NO_TEXT


@dataclass(frozen=True)
class Card(Content):
    """A page of few paragraphs. It has no variants: every mother may be shown it."""

    leads: tuple[Lead, ...]
    parts: tuple[CardPart, ...]
    titles: Text = NO_TEXT

    def title(self, lang: str) -> str:
        """It stands where others may read it: neutral."""
        return self.titles.get(lang)

    def lead(self, code: str, lang: str) -> str:
        """The first line for what happened; KeyError when there is none for it."""
        return by_code(self.leads, code).text.get(lang)

    def body_html(self, lang: str) -> SafeString:
        """All paragraphs, without the first line."""
        return markdown_html("\n\n".join(part.text.get(lang) for part in self.parts))
