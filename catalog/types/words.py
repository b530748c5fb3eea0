"""Words that differ from place to place, and lists of words to be found in texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from catalog.text import NO_TEXT, Text
from catalog.types.base import Content


@dataclass(frozen=True)
class RegionalWord:
    """A word texts name by its code; `means` says in English what it is."""

    code: str
    means: str
    word: Text = NO_TEXT


@dataclass(frozen=True)
class RegionalWords(Content):
    """A list of them. A newer version may hold only those it changes."""

    words: tuple[RegionalWord, ...]


@dataclass(frozen=True)
class Listed:
    """A word or words of some languages, and why they stand in a list. A star ends any way."""

    languages: tuple[str, ...]
    say: str
    why: str

    @cached_property
    def pattern(self) -> str:
        """A regular expression for it, whole words only."""
        said = r"\s+".join(re.escape(part) for part in self.say.rstrip("*").split())
        return said.replace("'", "['’]") + (r"\w*" if self.say.endswith("*") else "")


@dataclass(frozen=True)
class WordList(Content):
    words: tuple[Listed, ...]

    def found_in(self, text: str, lang: str) -> tuple[str, ...]:
        """What a text says of it, as it says it; empty when nothing."""
        pattern = self._patterns.get(lang)
        return tuple(dict.fromkeys(pattern.findall(text))) if pattern else ()

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {
            lang: re.compile(r"\b(?:" + "|".join(found) + r")\b", re.IGNORECASE)
            for lang in self.languages
            if (found := [one.pattern for one in self.words if lang in one.languages])
        }
