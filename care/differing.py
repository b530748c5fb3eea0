"""What changed between two versions of a curriculum, in the words she reads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
_WORDS = re.compile(r"\S+\s*")

Wording = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Change:
    """One text that differs: where it stands, for whom, and its pieces (kind, words)."""

    place: str
    variant: str
    pieces: tuple[tuple[str, str], ...]


def changes(old: Wording, new: Wording) -> Iterator[Change]:
    """Every text that is not the same in both, by its place."""
    for place in sorted({*old, *new}):
        before, after = old.get(place, {}), new.get(place, {})
        for variant in sorted({*before, *after}):
            was, is_now = before.get(variant, ""), after.get(variant, "")
            if was != is_now:
                yield Change(place, variant, tuple(pieces(was, is_now)))


def pieces(was: str, is_now: str) -> Iterator[tuple[str, str]]:
    """The words of both in reading order: the same, gone, new."""
    before, after = _WORDS.findall(was), _WORDS.findall(is_now)
    for kind, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield SAME, "".join(before[i:j])
            continue
        if i < j:
            yield GONE, "".join(before[i:j])
        if k < m:
            yield NEW, "".join(after[k:m])
