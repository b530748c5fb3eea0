"""Content as its files say it, and all of it together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from catalog.build import build
from catalog.reviewing import Review, ReviewState, needed_roles, review_state, weakest
from catalog.source import ContentError, Source
from catalog.voice import PLAIN, Voice
from catalog.wording import Places
from kernel.ids import body_hash

# A file's own signatures; those of a curriculum stand under the codes of its sessions.
WHOLE = ""


@dataclass(frozen=True)
class LoadedContent:
    """One piece of content as its files say it.

    `places`: file and line of each wording. `reviews`: who signed it, by session for a curriculum.
    Neither they nor the voice are part of what is hashed and kept.
    """

    kind: str
    code: str
    version: str
    status: str
    body: dict[str, Any]
    source: Source
    places: Places
    reviews: Mapping[str, tuple[Review, ...]]
    voice: Voice = PLAIN

    @cached_property
    def content(self) -> Any:
        return build(self.kind, self.body, self.voice)

    def needed(self) -> dict[str, tuple[str, ...]]:
        """The roles that have to sign, by session for a curriculum."""
        languages = self.body["structure"]["languages"]
        if self.kind != "curriculum":
            return {WHOLE: needed_roles(self.kind, languages)}
        return {
            one.code: needed_roles(self.kind, languages, one.role)
            for one in self.content.all_sessions
        }

    def unsigned(self) -> list[tuple[str, tuple[str, ...]]]:
        """The parts that lack signatures, and whose."""
        lacking = []
        for part, roles in self.needed().items():
            signed = {review.role for review in self.reviews.get(part, ())}
            missing = tuple(role for role in roles if role not in signed)
            if missing:
                lacking.append((part, missing))
        return lacking

    def review_states(self, today: date) -> dict[str, ReviewState]:
        """How far the review of each part has come."""
        return {
            part: review_state(self.reviews.get(part, ()), roles, today)
            for part, roles in self.needed().items()
        }

    def review_state(self, today: date) -> ReviewState:
        """How far the review of the whole has come: as far as its weakest part."""
        return weakest(self.review_states(today).values())

    @cached_property
    def structure_hash(self) -> str:
        return body_hash(self.body["structure"])

    @cached_property
    def wording_hashes(self) -> dict[str, str]:
        return {lang: body_hash(words) for lang, words in self.body["wording"].items()}


@dataclass
class Library:
    """All content of some folders, and everything that is wrong with it."""

    files: list[str] = field(default_factory=list)
    contents: dict[tuple[str, str, str], LoadedContent] = field(default_factory=dict)
    errors: list[ContentError] = field(default_factory=list)
    voice: Voice = PLAIN

    def all(self, kind: str) -> list[LoadedContent]:
        return [loaded for key, loaded in sorted(self.contents.items()) if key[0] == kind]

    def versions(self, kind: str, code: str | None = None) -> list[Any]:
        """Typed content of a kind: every version of one code, or of all."""
        return [loaded.content for loaded in self.all(kind) if code in (None, loaded.code)]
