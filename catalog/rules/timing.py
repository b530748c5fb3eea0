"""Whether a practice can be spoken in its time, in each of its lengths. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from catalog import types
from catalog.loaded import LoadedContent
from catalog.reading_level import words
from catalog.rules.sayings import Saying
from catalog.source import ContentError

WORDS_A_SECOND = 2.2
# Between the end of a cue and the next one.
PAUSE = 1
LONGEST_SILENCE = 30
# How far the end of the last cue may lie from the end of the practice.
LEFT_OVER = 10
FULL_SECONDS, FULL_CUES = (480, 720), 60
CUT_SECONDS = {types.FIVE: (270, 330), types.TWO: (100, 150)}
SHELF_SECONDS, SHELF_CUES = (120, 300), 12

Problem = tuple[tuple[str | int, ...], str, str]
# The seconds the longest variant of each cue takes, by the path of its text.
Spoken = Mapping[str, float]


def timing_rules(loaded: LoadedContent, said: list[Saying]) -> Iterator[ContentError]:
    spoken: dict[str, float] = {}
    for one in said:
        if one.is_cue:
            takes = len(words(one.text)) / WORDS_A_SECOND
            spoken[one.path] = max(takes, spoken.get(one.path, 0))
    for session in loaded.content.all_sessions:
        full = 0
        for index, step in enumerate(session.steps):
            if not step.is_timed:
                continue
            full += step.kind == "practice" and step.seconds >= FULL_SECONDS[0]
            at = ("sessions", session.code, "steps", index)
            for where, message, hint in _practice(session, step, spoken):
                said_of = f"“{step.code}”: {message}"
                yield loaded.source.error((*at, *where), said_of, hint)
        if session.role == types.SESSION and not full:
            hint = f"one of {FULL_SECONDS[0]} s or more, with its cuts"
            yield loaded.source.error(("sessions", session.code), "no full practice", hint)


def _practice(session: types.SessionContent, step: types.Step, spoken: Spoken) -> Iterator[Problem]:
    yield from _size(session, step)
    for cut in (types.FULL, *(one.code for one in step.cuts)):
        prefix = f"sessions.{session.code}.steps.{step.code}.cues"
        timed = [(at, spoken[f"{prefix}.{cue.code}.text"]) for at, cue in step.cues_of(cut)]
        for message, hint in _fit(timed, step.seconds_of(cut)):
            yield ("cues",), f"in “{cut}” {message}", hint


def _size(session: types.SessionContent, step: types.Step) -> Iterator[Problem]:
    count = len(step.cues)
    if session.role == types.SHELF:
        low, high = SHELF_SECONDS
        if not low <= step.seconds <= high:
            yield ("seconds",), f"{step.seconds} s on the shelf", f"{low} to {high}"
        if count < SHELF_CUES:
            yield ("cues",), f"{count} cues", f"at least {SHELF_CUES}"
    elif step.seconds >= FULL_SECONDS[0]:
        if step.seconds > FULL_SECONDS[1]:
            yield ("seconds",), f"{step.seconds} s", f"{FULL_SECONDS[0]} to {FULL_SECONDS[1]}"
        if count < FULL_CUES:
            yield ("cues",), f"{count} cues", f"at least {FULL_CUES} in a full practice"
        for missing in sorted(set(CUT_SECONDS) - {one.code for one in step.cuts}):
            yield ("cuts",), f"no cut “{missing}”", "a full practice has both"
    for cut in step.cuts:
        low, high = CUT_SECONDS[cut.code]
        if not low <= cut.seconds <= high:
            yield (
                ("cuts", cut.code),
                f"the cut “{cut.code}” lasts {cut.seconds} s",
                f"{low} to {high}",
            )


def _fit(timed: list[tuple[int, float]], seconds: int) -> Iterator[tuple[str, str]]:
    """A first cue at once, no cue over the next, no long silence, an end that is the end."""
    if not timed:
        return
    if timed[0][0] != 0:
        yield f"the first cue comes at {timed[0][0]} s", "begin at once, at 0"
    for (at, takes), (after, _) in pairwise(timed):
        if at + takes + PAUSE > after:
            hint = f"it takes {takes:.0f} s and a breath: shorten it, or move the next to later"
            yield f"the cue at {at} s runs into that at {after} s", hint
        if after - at > LONGEST_SILENCE:
            yield f"nothing is said from {at} to {after} s", f"at most {LONGEST_SILENCE} s"
    end = timed[-1][0] + timed[-1][1]
    if abs(seconds - end) > LEFT_OVER:
        hint = f"within {LEFT_OVER} s of {seconds}"
        yield f"the last cue ends at {end:.0f} s", hint
