"""From an archived body to typed content. Pure: the body is all it needs.

A body is {"structure": what is the same in every language, "wording": {language: {path: {variant:
words}}}}. A path names the place of a text by codes, such as "items.strength.prompt".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog import types
from catalog.build_papers import PAPERS, shared
from catalog.build_questions import QUESTIONNAIRES
from catalog.build_steps import build_step
from catalog.text import Text
from catalog.voice import PLAIN, Voice

Body = Mapping[str, Any]
Raw = Mapping[str, Any]


class _Words:
    """Finds the texts of a body by path, and says them in the voice of the site."""

    def __init__(self, wording: Mapping[str, Mapping[str, Mapping[str, str]]], voice: Voice):
        self._wording = wording
        self._voice = voice

    def __call__(self, *path: Any) -> Text:
        key = ".".join(str(part) for part in path)
        return Text(
            {
                lang: {how: self._voice.speak(text, lang) for how, text in texts[key].items()}
                for lang, texts in self._wording.items()
                if key in texts
            }
        )


def build(kind: str, body: Body, voice: Voice = PLAIN) -> types.Content:
    """The typed content of a body, its words spoken. KeyError for a kind nobody knows."""
    structure = body["structure"]
    ordered = {lang: body["wording"].get(lang, {}) for lang in structure["languages"]}
    return _BUILDERS[kind](structure, _Words(ordered, voice))


def _curriculum(raw: Raw, words: _Words) -> types.Curriculum:
    sessions, number = [], 0
    for ordinal, session in enumerate(raw["sessions"], 1):
        counts = session.get("role", types.SESSION) == types.SESSION
        number += counts
        sessions.append(_session(session, ordinal, number if counts else None, words))
    shelf = raw.get("shelf")
    return types.Curriculum(
        **shared(raw),
        sessions=tuple(sessions),
        shelf=_session(shelf, 0, None, words) if shelf else None,
        titles=words("title"),
        claims=words("claim"),
    )


def _session(raw: Raw, ordinal: int, number: int | None, words: _Words) -> types.SessionContent:
    at = ("sessions", raw["code"])
    return types.SessionContent(
        code=raw["code"],
        ordinal=ordinal,
        role=raw.get("role", types.SESSION),
        number=number,
        minutes=raw.get("minutes", sum(step["minutes"] for step in raw["steps"])),
        opens_after_days=raw.get("opens_after_days", 0),
        steps=tuple(build_step(step, (*at, "steps", step["code"]), words) for step in raw["steps"]),
        titles=words(*at, "title"),
        summaries=words(*at, "summary"),
    )


_BUILDERS: dict[str, Callable[..., types.Content]] = {
    "curriculum": _curriculum,
    **QUESTIONNAIRES,
    **PAPERS,
}
KINDS = tuple(_BUILDERS)
