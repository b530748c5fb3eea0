"""Words that differ from place to place."""

from __future__ import annotations

from dataclasses import dataclass

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
