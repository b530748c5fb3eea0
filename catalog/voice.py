"""How a site speaks Spanish: tú or usted, and its own words for things. Pure.

A text says "[Siéntate|Siéntese] en el [=bus]": two forms with a bar between them, and a word
taken from words/. Nothing else in a text stands in square brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

TU, USTED = "tu", "usted"
ADDRESSES = (TU, USTED)
# The languages whose texts may be marked like this.
MARKED = ("es",)

_FORMS = re.compile(r"\[(?!=)([^\[\]|]+)\|([^\[\]|]+)\]")
_WORD = re.compile(r"\[=([A-Za-z][A-Za-z0-9-]*)\]")


@dataclass(frozen=True)
class Voice:
    """One way to speak. `words` are (language, code, word)."""

    address: str = TU
    words: tuple[tuple[str, str, str], ...] = ()

    @cached_property
    def _known(self) -> dict[tuple[str, str], str]:
        return {(lang, code): word for lang, code, word in self.words}

    def speak(self, text: str, lang: str) -> str:
        """The text as this site says it. Speaking twice changes nothing more."""
        if "[" not in text or lang not in MARKED:
            return text
        form = 2 if self.address == USTED else 1
        text = _FORMS.sub(lambda found: found[form], text)
        return _WORD.sub(lambda found: self._word(lang, found[1]), text)

    def _word(self, lang: str, code: str) -> str:
        # A kept version may name a word that no list holds any more: its code, not a broken page.
        word = self._known.get((lang, code.lower()), code)
        return word[:1].upper() + word[1:] if code[0].isupper() else word

    def complaints(self, text: str, lang: str) -> list[tuple[str, str]]:
        """(what is wrong, what to do) with the brackets of a text."""
        if lang not in MARKED:
            hint = "forms and words by place are for Spanish: say it in plain words"
            return [(f"a square bracket in “{lang}”", hint)] if re.search(r"[\[\]]", text) else []
        unknown = [code for code in _WORD.findall(text) if (lang, code.lower()) not in self._known]
        found = [
            (f"no list holds the word “{code}”", "look at the codes under words/, or add it")
            for code in dict.fromkeys(unknown)
        ]
        if re.search(r"[\[\]]", _WORD.sub("", _FORMS.sub("", text))):
            hint = (
                "write [tú|usted], two forms that are not empty, or [=word]; never one in another"
            )
            found.append(("a square bracket that is no pair of forms and no word", hint))
        return found


PLAIN = Voice()
