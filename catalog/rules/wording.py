"""What the words of a curriculum must not do: hurt, tell, speak of a child to all, repeat. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from catalog import types
from catalog.loaded import LoadedContent
from catalog.reading_level import plain, words
from catalog.rules.sayings import Saying
from catalog.source import ContentError
from catalog.text import ANY

Versions = Callable[..., list[Any]]

# Short ones come back of themselves: "You can stop here."
_PARAGRAPH_WORDS, _CUE_WORDS = 6, 8
_SHOWN_BY_A_PHONE = {"title", "summary"}


def wording_rules(
    loaded: LoadedContent, said: list[Saying], versions: Versions
) -> Iterator[ContentError]:
    yield from _never_said(said, versions("wordlist", "never-said"))
    yield from _of_a_child(loaded.content, said, versions("wordlist", "of-a-child"))
    yield from _shown_by_a_phone(loaded, said, versions("forbidden", "message-words"))
    yield from _said_twice(said)
    yield from _variants(loaded, said)


def _never_said(said: list[Saying], lists: list[types.WordList]) -> Iterator[ContentError]:
    for one in said:
        for words_of in lists:
            for found in words_of.found_in(one.text, one.lang):
                yield one.error(f"“{found}” is never said to her", "words/never.yaml says why")


def _of_a_child(
    content: types.Curriculum, said: list[Saying], lists: list[types.WordList]
) -> Iterator[ContentError]:
    """No child, birth or pregnancy in what everyone reads, or who wants none of it said."""
    for one in said:
        if one.addressed not in (ANY, "no_baby_talk") or _is_for_some(content, one):
            continue
        for words_of in lists:
            for found in words_of.found_in(one.text, one.lang):
                hint = "write it without, and the other in a variant such as with_baby"
                yield one.error(f"“{found}” in words for “{one.key}”", hint)


def _is_for_some(content: types.Curriculum, one: Saying) -> bool:
    """It stands in a step or a thing that a mother who wants no baby talk never meets."""
    session, step_code = one.at
    if step_code is None:
        return False
    step = content.session(session).step(step_code)
    if not step.fits("no_baby_talk"):
        return True
    parts = one.path.split(".")
    return any(
        parts[4:6] == ["things", thing.code] and not thing.fits("no_baby_talk")
        for thing in step.things
    )


def _shown_by_a_phone(
    loaded: LoadedContent, said: list[Saying], lists: list[types.ForbiddenWords]
) -> Iterator[ContentError]:
    hint = "a phone may show it to anyone: choose a neutral one"
    for one in said:
        if one.field in _SHOWN_BY_A_PHONE and "fields" not in one.path:
            for words_of in lists:
                for found in words_of.found_in(one.text):
                    yield one.error(f"the word “{found}” in a {one.field}", hint)
    for session in loaded.content.all_sessions:
        for code in (session.code, *(step.code for step in session.steps)):
            for words_of in lists:
                for found in words_of.found_in(code.replace("-", " ")):
                    where = ("sessions", session.code)
                    yield loaded.source.error(where, f"“{found}” in the code “{code}”", hint)


def _said_twice(said: list[Saying]) -> Iterator[ContentError]:
    """No paragraph and no long cue a second time; variants of one text may share theirs."""
    first: dict[tuple[str, str], Saying] = {}
    for one in said:
        least = _CUE_WORDS if one.is_cue else _PARAGRAPH_WORDS
        for paragraph in re.split(r"\n\s*\n|\n\s*(?=[-*] )", one.text):
            found = words(plain(paragraph))
            if len(found) < least:
                continue
            key = (one.lang, " ".join(found).casefold())
            other = first.setdefault(key, one)
            if other.path != one.path:
                start = " ".join(found[:5])
                where = f"{other.file}:{other.line}"
                yield one.error(f"“{start}…” stands in {where}, too", "say it another way")


def _variants(loaded: LoadedContent, said: list[Saying]) -> Iterator[ContentError]:
    """Each language has the same variants: what is written for her is written in hers."""
    places = {(one.path, one.key, one.lang): one for one in said}
    for (path, key, lang), one in places.items():
        for other in loaded.content.languages:
            if other != lang and (path, key, other) not in places:
                hint = f"write it in “{other}”, too, or take it out"
                yield one.error(f"the variant “{key}” is in “{lang}” only", hint)
