"""Everything her pages say reads at grade 6 or below; the Spanish is as easy."""

import re
from collections import defaultdict

import pytest

from catalog.reading_level import english_grade, plain, spanish_ease, words
from tests.portal.test_wording import extracted, written

HARD_WORDS = re.compile(
    r"\b(participant|complian\w*|missed|failed|addict\w*|clean|dirty|abuse|effective|proven)\b",
    re.I,
)


def passages() -> dict[str, list[tuple[str, ...]]]:
    """The sentences of each page, by file (a label of a few words is no passage)."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for file, message in sorted(extracted(), key=str):
        many = message if isinstance(message, tuple) else (message,)
        if len(words(many[-1])) >= 5 and file.startswith(("templates", "portal", "safety")):
            found[file].append(many)
    return found


def bare(text: str) -> str:
    return re.sub(r"%\(\w+\)[sd]", "5", text)


@pytest.mark.parametrize(("file", "texts"), sorted(passages().items()), ids=lambda v: str(v)[:40])
def test_a_page_reads_easily(file: str, texts: list[tuple[str, ...]]) -> None:
    english = plain("\n".join(bare(text[-1]) for text in texts))
    assert english_grade(english) <= 6, english


@pytest.mark.parametrize(("file", "texts"), sorted(passages().items()), ids=lambda v: str(v)[:40])
def test_a_page_reads_easily_in_spanish(file: str, texts: list[tuple[str, ...]]) -> None:
    catalogue = written()
    spanish = plain("\n".join(bare(_many(catalogue.get(text[0]).string)) for text in texts))
    assert spanish_ease(spanish) >= 60, spanish


def test_no_word_of_hers_judges() -> None:
    said = [str(message) for _file, message in extracted()]
    assert [text for text in said if HARD_WORDS.search(text)] == []


def _many(string: str | tuple[str, ...]) -> str:
    return string if isinstance(string, str) else string[-1]
