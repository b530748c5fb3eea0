"""Words in several languages, with variants for how a mother is addressed and for an anchor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ADDRESSED = ("expecting", "with_baby", "baby_in_hospital", "baby_elsewhere", "no_baby_talk")
ANCHORS = ("breath", "sounds", "hands", "see")
ANY = "any"


def language_for(languages: tuple[str, ...], wanted: str) -> str:
    """The language that will really be shown: the wanted one, else the first there is.

    A missing language is refused when content is assigned. A mother who changes her language
    later still sees something; whoever stores her answer records what this function returned.
    """
    return wanted if wanted in languages else languages[0]


@dataclass(frozen=True)
class Text:
    """One text: {language: {variant: words}}; the variant "any" is always there."""

    words: Mapping[str, Mapping[str, str]]

    def get(self, lang: str, addressed: str | None = None, anchor: str | None = None) -> str:
        """The closest wording: addressed/anchor, then anchor, then addressed, then any."""
        if not self.words:
            return ""
        variants = self.words[language_for(tuple(self.words), lang)]
        for key in (f"{addressed}/{anchor}", anchor, addressed):
            if key and key in variants:
                return variants[key]
        return variants[ANY]

    def __bool__(self) -> bool:
        return bool(self.words)


NO_TEXT = Text({})
