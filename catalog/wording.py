"""Parts a parsed file into structure (the same in every language) and wording. Pure.

A text is a mapping whose keys are all language codes: {en: Hello, es: Hola}. Where the words
differ by how she is addressed or by anchor, the language holds the variants:
{en: {any: Hello, with_baby: Hello you two}}.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from catalog.source import ContentError, Source, Where
from catalog.text import ADDRESSED, ANCHORS, ANY

VARIANTS = {
    ANY,
    *ADDRESSED,
    *ANCHORS,
    *(f"{addressed}/{anchor}" for addressed in ADDRESSED for anchor in ANCHORS),
}
_LANGUAGE = re.compile(r"^[a-z]{2}$")

Wording = dict[str, dict[str, dict[str, str]]]
Places = dict[tuple[str, str, str], tuple[str, int]]


def is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(key, str) and _LANGUAGE.match(key) for key in value)
    )


class Splitter:
    """Takes the texts out of a source, and remembers what is wrong with them."""

    def __init__(self, source: Source, languages: Iterable[str]):
        self.source = source
        self.languages = tuple(languages)
        self.wording: Wording = {lang: {} for lang in self.languages}
        self.errors: list[ContentError] = []
        # Where each wording stands: (language, path, variant) to file and line.
        self.places: Places = {}

    def split(self, value: Any, path: tuple[str, ...] = (), where: Where = ()) -> Any:
        """The structure of a value; its texts go to `wording` under dotted paths."""
        if isinstance(value, dict):
            structure = {}
            for key, inner in value.items():
                # The lines of a table begin with numbers; a body that is kept has text there.
                name = str(key)
                if is_text(inner):
                    self._keep(".".join((*path, name)), inner, (*where, key))
                else:
                    structure[name] = self.split(inner, (*path, name), (*where, key))
            return structure
        if isinstance(value, list):
            return [
                self.split(inner, (*path, _name(inner, index)), (*where, index))
                for index, inner in enumerate(value)
            ]
        return value

    def _keep(self, path: str, text: dict[str, Any], where: Where) -> None:
        for lang in self.languages:
            if lang not in text:
                self.errors.append(
                    self.source.error(
                        where,
                        f"“{where[-1]}” has no text in “{lang}”",
                        f"write {lang}: here, or take {lang} out of languages",
                    )
                )
        for lang, words in text.items():
            if lang in self.languages:
                variants = self._variants(words, (*where, lang))
                self.wording[lang][path] = variants
                for variant in variants:
                    place = self.source.place((*where, lang, variant))
                    self.places[lang, path, variant] = place
            else:
                self.errors.append(
                    self.source.error(
                        (*where, lang),
                        f"“{lang}” is not among the languages of this content",
                        f"add {lang} to languages, or take the text out",
                    )
                )

    def _variants(self, words: Any, where: Where) -> dict[str, str]:
        variants = words if isinstance(words, dict) else {ANY: words}
        if ANY not in variants:
            self.errors.append(
                self.source.error(where, "no wording for “any”", "add any: with the usual words")
            )
        for key in variants:
            if key not in VARIANTS:
                self.errors.append(
                    self.source.error(
                        (*where, key),
                        f"“{key}” is no way to be addressed and no anchor",
                        "use any, " + ", ".join((*ADDRESSED, *ANCHORS)) + ", or with_baby/sounds",
                    )
                )
        return {key: str(text).strip() for key, text in variants.items()}


def _name(value: Any, index: int) -> str:
    if isinstance(value, dict):
        return str(value.get("code", value.get("value", index)))
    return str(index)
