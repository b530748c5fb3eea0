"""Words of a dictionary without their HTML, and back. Pure.

`plain(dress(text)) == text` for every text that plain() made: what looks like a mark is dressed
so that it is read as itself again.
"""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.I)
_MARK = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s"
    r"|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)\b[^<>]*>",
    re.I,
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*\n\s*|[^\S\n]*\n[^\S\n]*")


def plain(text: str) -> str:
    """Only the words: tags become breaks or nothing, entities the letters they stand for."""
    text = _MARK.sub("", _BREAK.sub("\n", text))
    text = html.unescape(text).replace("\xa0", " ")
    text = _SPACES.sub(" ", text)
    return _LINES.sub(lambda found: "\n\n" if found[0].count("\n") > 1 else "\n", text).strip()


def dress(text: str, *, cell: bool = False) -> str:
    """The words so that they are read back as they are. `cell`: one of several answers."""
    if plain(text) != text:
        text = html.escape(text, quote=False)
    if cell:
        text = text.replace("|", "&#124;").replace("\n", "<br>")
    return text
