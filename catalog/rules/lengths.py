"""How long sessions, steps and pages are, how hard to read, and what each step trains. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from catalog import types
from catalog.loaded import LoadedContent
from catalog.reading_level import plain, too_hard, words
from catalog.rules.sayings import Saying
from catalog.source import ContentError

SESSION_MINUTES = (20, 35)
STEP_MINUTES = (2, 12)
SHORT_MINUTES = 8
READING_WORDS = (80, 180)
_TRAINS = {"reading", "practice", "savoring", "exploration", "stress", "worksheet"}
_UNTRAINED_SESSIONS = {types.OPENING, types.CLOSING}


def length_rules(loaded: LoadedContent, said: list[Saying]) -> Iterator[ContentError]:
    for one in loaded.content.all_sessions:
        for where, message, hint in (*_session(one), *_trains(one)):
            yield loaded.source.error(("sessions", one.code, *where), message, hint)
    yield from _readings(loaded.content, said)
    yield from _hard(said)


def _session(one: types.SessionContent) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if one.role == types.SHELF:
        return
    low, high = SESSION_MINUTES
    if one.role == types.SESSION and not low <= one.minutes <= high:
        yield ("minutes",), f"the session takes {one.minutes} minutes", f"{low} to {high}"
    low, high = STEP_MINUTES
    for index, step in enumerate(one.steps):
        if not low <= step.minutes <= high:
            said = f"“{step.code}” takes {step.minutes} minutes"
            yield ("steps", index, "minutes"), said, f"{low} to {high}: cut it, or join it"
    short = [step for step in one.steps if step.minutes < SHORT_MINUTES]
    if 2 * len(short) <= len(one.steps):
        yield ("steps",), f"most steps take {SHORT_MINUTES} minutes or more", "cut some of them"


def _trains(one: types.SessionContent) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if one.role in _UNTRAINED_SESSIONS:
        return
    for index, step in enumerate(one.steps):
        if step.kind in _TRAINS and not step.trains:
            hint = "trains: with codes of nodes, edges or skills under mechanisms/"
            yield ("steps", index), f"“{step.code}” does not say what it trains", hint


def _readings(content: types.Curriculum, said: list[Saying]) -> Iterator[ContentError]:
    low, high = READING_WORDS
    for one in said:
        session, step = one.at
        if step is None or one.field != "text" or one.is_cue:
            continue
        count = len(words(one.plain))
        if content.session(session).step(step).kind == "reading" and not low <= count <= high:
            yield one.error(f"a reading of {count} words", f"{low} to {high}")


def _hard(said: list[Saying]) -> Iterator[ContentError]:
    """A page, or the whole of a practice's cues for one who hears them in one way."""
    for one in said:
        if one.field == "text" and not one.is_cue and (message := too_hard(one.plain, one.lang)):
            yield one.error(message, "shorter sentences, shorter words")
    together: dict[tuple[str, str, str], list[Saying]] = {}
    for one in said:
        if one.is_cue:
            together.setdefault((one.path.split(".cues.")[0], one.lang, one.address), []).append(
                one
            )
    for cues in together.values():
        text = plain("\n".join(one.text for one in cues))
        if message := too_hard(text, cues[0].lang):
            yield cues[0].error(f"the cues: {message}", "shorter sentences, shorter words")
