"""Our measure of reading held against a library's, and every short label against lists of words.

textstat counts English syllables from a dictionary; it stays with the tests (its dictionary is
under the GPL). Its Spanish counts hyphenation points, so ours is the stricter and the one used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import textstat

from catalog.loader import load
from catalog.reading_level import (
    HIGHEST_GRADE,
    MEASURED_WORDS,
    english_grade,
    english_syllables,
    plain,
    spanish_clarity,
    spanish_ease,
    spanish_syllables,
    too_hard,
    words,
)
from catalog.rules import is_ruled
from catalog.rules.sayings import Saying, sayings

CONTENT = Path(__file__).resolve().parent.parent / "content"
LIBRARY = load([CONTENT], CONTENT / "schemas")
SAID = [
    said
    for loaded in LIBRARY.all("curriculum")
    if is_ruled(loaded)
    for said in sayings(loaded)
    if not said.is_cue
]
(PLAIN_ENOUGH,) = LIBRARY.versions("wordlist", "plain-enough")
ENGLISH_FORMS = (
    ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ied", ("y",)),
    ("ing", ("", "e")), ("er", ("", "e")), ("est", ("", "e")), ("ly", ("",)),
)  # fmt: skip
SPANISH_ENDINGS = ("s", "es", "la", "lo", "le", "me", "te", "se", "las", "los", "nos")


def pages(lang: str) -> list[Saying]:
    return [
        said
        for said in SAID
        if (said.lang, said.field) == (lang, "text") and len(words(said.plain)) >= MEASURED_WORDS
    ]


def in_english(text: str) -> float:
    textstat.set_lang("en")
    return textstat.flesch_kincaid_grade(text)


def test_every_page_is_within_bounds_by_the_library_too():
    assert len(pages("en")) > 100
    grades = {said.file: in_english(said.plain) for said in pages("en")}
    hard = {file: grade for file, grade in grades.items() if grade > HIGHEST_GRADE}
    assert hard == {}


def test_our_english_is_close_to_the_librarys():
    apart = [english_grade(said.plain) - in_english(said.plain) for said in pages("en")]
    assert abs(sum(apart) / len(apart)) < 0.5
    assert max(map(abs, apart)) < 1.5


def test_our_spanish_is_never_easier_than_the_librarys():
    """It counts fewer syllables than there are, so what passes ours passes it."""
    textstat.set_lang("es")
    for said in pages("es"):
        assert spanish_ease(said.plain) < textstat.fernandez_huerta(said.plain), said.file
        assert spanish_clarity(said.plain) < textstat.szigriszt_pazos(said.plain), said.file


@pytest.mark.parametrize(
    ("word", "count"),
    [("cup", 1), ("table", 2), ("breathe", 1), ("wanted", 2), ("walked", 1), ("open", 2)],
)
def test_english_syllables(word, count):
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("casa", 2), ("aire", 2), ("día", 2), ("bebé", 2), ("agua", 2), ("yo", 1), ("ruido", 2)],
)
def test_spanish_syllables(word, count):
    assert spanish_syllables(word) == count


def test_too_hard_says_what_is_and_leaves_short_texts_alone():
    hard = "Institutional administrative communication. "
    assert too_hard(hard * 10, "en") == ""
    assert too_hard(hard * 40, "en").startswith("reads at grade")
    assert too_hard("Look at the cup. " * 40, "en") == ""
    duro = "La comunicación administrativa institucional. "
    assert too_hard(duro * 10, "es") == ""
    assert "below 70 and 65" in too_hard(duro * 40, "es")
    assert too_hard("Mira la taza. " * 40, "es") == ""


@cache
def easy_words(lang: str) -> frozenset[str]:
    path = files("textstat").joinpath(f"resources/{lang}/easy_words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


def roots(word: str, lang: str) -> Iterator[str]:
    """The word, and what it may be a form of."""
    yield word
    if lang == "es":
        yield from (word.removesuffix(ending) for ending in SPANISH_ENDINGS)
        return
    word = re.sub(r"(?:'s|n't|'ll|'re|'ve|'d|'m)$", "", word)
    yield word
    for ending, ends in ENGLISH_FORMS:
        if word.endswith(ending):
            for end in ends:
                root = word.removesuffix(ending) + end
                yield root
                if len(root) > 2 and root[-1] == root[-2]:
                    yield root[:-1]


def is_plain(word: str, lang: str) -> bool:
    known = any(root in easy_words(lang) for root in roots(word, lang))
    return known or bool(PLAIN_ENOUGH.found_in(word, lang))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_short_labels_use_easy_words_or_words_with_a_reason(lang):
    """Titles, summaries, options, fields, times: too short to measure."""
    unknown = {
        (word, said.path)
        for said in SAID
        if said.lang == lang and said.field != "text" and len(words(said.plain)) < MEASURED_WORDS
        for word in (one.lower().replace("’", "'") for one in words(said.plain))
        if not is_plain(word, lang)
    }
    assert unknown == set()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_word_with_a_reason_is_used(lang):
    used = {
        word.lower().replace("’", "'")
        for said in SAID
        if said.lang == lang and said.field != "text"
        for word in words(plain(said.text))
    }
    listed = {one.say for one in PLAIN_ENOUGH.words if lang in one.languages}
    assert listed - used == set()
    for word in listed:
        assert not any(root in easy_words(lang) for root in roots(word, lang)), word
