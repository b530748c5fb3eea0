"""How easy a text is to read: Flesch-Kincaid grade (English), Fernández-Huerta (Spanish). Pure.

Ours and not a library's: textstat counts English syllables from a list under the GPL, so it stays
with the tests, which hold this measure against it; and its Spanish counts hyphenation points,
which are fewer than syllables, so it finds everything easier than it is.
"""

from __future__ import annotations

import re

# Below this a measure of reading says little.
MEASURED_WORDS = 100
HIGHEST_GRADE = 6
LEAST_EASE, LEAST_CLARITY = 70, 65

_ENGLISH_SILENT = re.compile(r"(?:[^laeiouyscgxzh]es|[^td]ed|[^laeiouy]e)$")
_SPANISH_NUCLEUS = re.compile(r"[iuü]?[aeoáéó][iuy]?(?![íú])|[íú]|[iuü]+y?|y(?![aeiouáéíóú])")


def plain(text: str) -> str:
    """The words of a Markdown text as somebody reads them; list points and lines end sentences."""
    lines = []
    for line in text.splitlines():
        line = re.sub(r"^\s*(?:[-#>]+|\d+\.)\s*", "", line)
        line = re.sub(r"[*_`{}]", "", line).strip()
        if line:
            lines.append(line if line[-1] in '.?!…:”"' else f"{line}.")
    return " ".join(lines)


def sentences(text: str) -> list[str]:
    return [
        part for part in re.split(r"[.?!…:]+[”\"’)]*\s+|[.?!…:]+[”\"’)]*$", text) if part.strip()
    ]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)


def english_syllables(word: str) -> int:
    word = word.lower().replace("’", "").replace("'", "")
    groups = len(re.findall(r"[aeiouy]+", _ENGLISH_SILENT.sub("", word) if len(word) > 3 else word))
    return max(groups, 1)


def spanish_syllables(word: str) -> int:
    return max(len(_SPANISH_NUCLEUS.findall(word.lower())), 1)


def english_grade(text: str) -> float:
    """Flesch-Kincaid: 0.39 × words per sentence + 11.8 × syllables per word − 15.59."""
    found = words(text)
    syllables = sum(map(english_syllables, found))
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * syllables / len(found) - 15.59


def spanish_ease(text: str) -> float:
    """Fernández-Huerta: 206.84 − 60 × syllables per word − 1.02 × words per sentence."""
    syllables, length = _spanish(text)
    return 206.84 - 60 * syllables - 1.02 * length


def spanish_clarity(text: str) -> float:
    """Szigriszt-Pazos, read on the INFLESZ scale: 65 and more is "fairly easy"."""
    syllables, length = _spanish(text)
    return 206.835 - 62.3 * syllables - length


def _spanish(text: str) -> tuple[float, float]:
    """Syllables per word, and words per sentence."""
    found = words(text)
    return sum(map(spanish_syllables, found)) / len(found), len(found) / len(sentences(text))


def too_hard(text: str, lang: str) -> str:
    """What makes a text too hard to read, or nothing; short ones are not measured."""
    if len(words(text)) < MEASURED_WORDS:
        return ""
    if lang == "en" and (grade := english_grade(text)) > HIGHEST_GRADE:
        return f"reads at grade {grade:.1f}, above {HIGHEST_GRADE}"
    if lang == "es" and (ease := spanish_ease(text)) < LEAST_EASE:
        clarity = spanish_clarity(text)
        if clarity < LEAST_CLARITY:
            least = f"below {LEAST_EASE} and {LEAST_CLARITY}"
            return f"ease {ease:.0f} and clarity {clarity:.0f}, {least}"
    return ""
