"""From an archived body to typed content. Pure: the body is all it needs.

A body is {"structure": what is the same in every language, "wording": {language: {path: {variant:
words}}}}. A path names the place of a text by codes, such as "items.strength.prompt".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog import types
from catalog.build_papers import PAPERS, shared
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


def _instrument(raw: Raw, words: _Words) -> types.Instrument:
    return types.Instrument(
        **shared(raw),
        stand_in=raw["stand_in"],
        licence=raw["licence"],
        source=raw["source"],
        for_addressed=tuple(raw.get("for_addressed", ())),
        items=tuple(_item(item, words) for item in raw["items"]),
        scales=tuple(_scale(scale, words) for scale in raw["scales"]),
        topics=tuple(raw.get("topics", ())),
        titles=words("title"),
        intros=words("intro"),
    )


def _item(raw: Raw, words: _Words) -> types.Item:
    at = ("items", raw["code"])
    return types.Item(
        code=raw["code"],
        kind=raw["kind"],
        # "only_counts" of older packs was a promise that nobody reads it as hers.
        reads="only_me" if raw["reads"] == "only_counts" else raw["reads"],
        minimum=raw.get("minimum"),
        maximum=raw.get("maximum"),
        choices=tuple(
            types.Choice(choice["value"], words(*at, "choices", choice["value"], "label"))
            for choice in raw.get("choices", ())
        ),
        max_length=raw.get("max_length"),
        safety_rule=raw.get("safety_rule"),
        reportable=raw.get("reportable", False),
        protocol=raw.get("protocol"),
        for_addressed=tuple(raw.get("for_addressed", ())),
        prompts=words(*at, "prompt"),
        notes=words(*at, "note"),
        lows=words(*at, "low"),
        highs=words(*at, "high"),
    )


def _scale(raw: Raw, words: _Words) -> types.Scale:
    at = ("scales", raw["code"])
    return types.Scale(
        code=raw["code"],
        rule=raw["rule"],
        items=tuple(raw["items"]),
        reverse=tuple(raw.get("reverse", ())),
        minimum=raw["minimum"],
        maximum=raw["maximum"],
        source=raw["source"],
        titles=words(*at, "title"),
        meanings=words(*at, "higher_means"),
    )


def _battery(raw: Raw, words: _Words) -> types.Battery:
    return types.Battery(
        **shared(raw),
        instruments=tuple(raw["instruments"]),
        rule=types.RuleSpec(**raw["rule"]),
        titles=words("title"),
    )


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
    "instrument": _instrument,
    "battery": _battery,
    "curriculum": _curriculum,
    **PAPERS,
}
KINDS = tuple(_BUILDERS)
