"""What a curriculum holds, step by step, as a table of at most 100 columns. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from catalog import types
from catalog.loaded import LoadedContent
from catalog.reading_level import MEASURED_WORDS, english_grade, plain, spanish_ease, words
from catalog.reviewing import ReviewState
from catalog.rules.sayings import Saying, sayings

_ROW = "  {:<22} {:<13} {:>4} {:>9} {:>6} {:>5} {:>17}"
_HEAD = _ROW.format("step", "kind", "min", "words", "grade", "ease", "cues full/five/two")


def report(loaded: LoadedContent, today: date) -> Iterator[str]:
    """One line for the curriculum, one for each session, one for each step.

    Words are those of the page for everyone, in each language; grade (English) and ease (Spanish)
    are the worst of all its variants, and of its cues read as one text. Below 100 words: none.
    """
    by_step: dict[tuple[str, str | None], list[Saying]] = {}
    for one in sayings(loaded):
        by_step.setdefault(one.at, []).append(one)
    states = loaded.review_states(today)
    yield f"{loaded.code}@{loaded.version}: {_review(loaded.review_state(today))}"
    for session in loaded.content.all_sessions:
        place = session.role if session.number is None else f"session {session.number}"
        yield f"{place} “{session.code}”, {session.minutes} min: {_review(states[session.code])}"
        yield _HEAD
        for step in session.steps:
            yield _step(step, by_step.get((session.code, step.code), []))


def _step(step: types.Step, said: list[Saying]) -> str:
    pages = {
        one.lang: len(words(one.plain))
        for one in reversed(said)
        if one.field == "text" and one.key == "any" and not one.is_cue
    }
    cuts = (types.FULL, *(cut.code for cut in step.cuts))
    return _ROW.format(
        step.code,
        step.kind,
        step.minutes,
        "/".join(str(pages[lang]) for lang in sorted(pages)),
        _worst([english_grade(text) for text in _measured(said, "en")], max),
        _worst([spanish_ease(text) for text in _measured(said, "es")], min),
        "/".join(str(len(step.cues_of(cut))) for cut in cuts) if step.is_timed else "",
    )


def _measured(said: list[Saying], lang: str) -> list[str]:
    """The texts of a step that are long enough to measure: its pages, and its cues as one."""
    texts = [
        one.plain for one in said if one.lang == lang and one.field == "text" and not one.is_cue
    ]
    for address in dict.fromkeys(one.address for one in said):
        cues = [one for one in said if one.is_cue and (one.lang, one.address) == (lang, address)]
        texts.append(plain("\n".join(one.text for one in cues)))
    return [text for text in texts if len(words(text)) >= MEASURED_WORDS]


def _worst(values: list[float], worst: Callable[[list[float]], float]) -> str:
    return f"{worst(values):.1f}" if values else "–"


def _review(state: ReviewState) -> str:
    if state.until:
        return f"{state.state}, until {state.until}"
    return f"{state.state}, still to sign: " + ", ".join(state.missing)
