"""The steps of a session, from an archived body. Pure; bodies of older versions lack newer keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog import types
from catalog.text import Text

Raw = Mapping[str, Any]
Words = Callable[..., Text]


def build_step(raw: Raw, at: tuple[str, ...], words: Words) -> types.Step:
    """One step; `at` is where its texts stand."""
    breathing = raw.get("breathing")
    return types.Step(
        code=raw["code"],
        kind=raw["kind"],
        minutes=raw["minutes"],
        skill=raw.get("skill"),
        seconds=raw.get("seconds", 0),
        anchors=tuple(raw.get("anchors", ())),
        breathing=types.Breathing(**breathing) if breathing else None,
        cues=tuple(_cue(cue, at, words) for cue in raw.get("cues", ())),
        cuts=tuple(types.Cut(code, seconds) for code, seconds in _longest_first(raw)),
        things=tuple(_thing(thing, at, words) for thing in raw.get("things", ())),
        fields=tuple(_field(field, at, words) for field in raw.get("fields", ())),
        times=tuple(
            types.HomeTime(one["code"], one["at"], words(*at, "times", one["code"], "label"))
            for one in raw.get("times", ())
        ),
        practice=raw.get("practice"),
        days=raw.get("days", 7),
        instrument=raw.get("instrument"),
        short=raw.get("short"),
        twin=raw.get("twin"),
        provoking=raw.get("provoking", False),
        stance=raw.get("stance"),
        drawing=raw.get("drawing"),
        max_length=raw.get("max_length"),
        for_addressed=tuple(raw.get("for_addressed", ())),
        trains=tuple(raw.get("trains", ())),
        facts=tuple(types.Fact(**fact) for fact in raw.get("facts", ())),
        titles=words(*at, "title"),
        texts=words(*at, "text"),
    )


def _longest_first(raw: Raw) -> list[tuple[str, int]]:
    cuts = raw.get("cuts", {})
    return [(code, cuts[code]) for code in (types.FIVE, types.TWO) if code in cuts]


def _cue(raw: Raw, at: tuple[str, ...], words: Words) -> types.Cue:
    return types.Cue(
        code=raw["code"],
        at=raw["at"],
        text=words(*at, "cues", raw["code"], "text"),
        five=raw.get("five"),
        two=raw.get("two"),
    )


def _thing(raw: Raw, at: tuple[str, ...], words: Words) -> types.Thing:
    return types.Thing(
        code=raw["code"],
        labels=words(*at, "things", raw["code"], "label"),
        for_addressed=tuple(raw.get("for_addressed", ())),
    )


def _field(raw: Raw, at: tuple[str, ...], words: Words) -> types.Field:
    here = (*at, "fields", raw["code"])
    return types.Field(
        code=raw["code"],
        kind=raw["kind"],
        labels=words(*here, "label"),
        max_length=raw.get("max_length"),
        minimum=raw.get("minimum"),
        maximum=raw.get("maximum"),
        notes=words(*here, "note"),
        lows=words(*here, "low"),
        highs=words(*here, "high"),
    )
