"""What a schema cannot say of a step: that it hangs together, and keeps her out of harm. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from catalog import types
from catalog.source import Where

Problem = tuple[Where, str, str]
OUTSIDE_THE_BODY = {"sounds", "see"}


def step_sense(one: types.SessionContent, step: types.Step, where: Where) -> Iterator[Problem]:
    """Everything about one step of a session that does not make sense."""
    if step.is_timed:
        yield from _cues(step, where)
        yield from _anchors(step, where)
        yield from _shorter(one, step, where)
    if step.twin:
        yield from _twin(one, step, where)
    if step.provoking and step == one.steps[-1]:
        hint = "put something that settles behind it, such as a short practice or a reading"
        yield (*where, "provoking"), "what may stir things up ends the session", hint
    if step.kind == "home" and step.practice not in _timed(one):
        hint = "name a practice of this session"
        yield (*where, "practice"), f"“{step.practice}” is no practice here", hint
    codes = [field.code for field in step.fields] + [thing.code for thing in step.things]
    for code, count in Counter(codes).items():
        if count > 1:
            yield where, f"“{code}” is used {count} times", "give each its own code"


def _timed(one: types.SessionContent) -> dict[str, types.Step]:
    return {step.code: step for step in one.steps if step.is_timed}


def _cues(step: types.Step, where: Where) -> Iterator[Problem]:
    at = (*where, "cues")
    codes = Counter(cue.code for cue in step.cues)
    for code, count in codes.items():
        if count > 1:
            yield at, f"“{code}” is used {count} times", "give each its own code"
    for cut in (types.FULL, *(one.code for one in step.cuts)):
        times, seconds = [when for when, _cue in step.cues_of(cut)], step.seconds_of(cut)
        said = "the cues" if cut == types.FULL else f"the cues of the cut “{cut}”"
        if times != sorted(set(times)):
            hint = "each at: must be later than the one above"
            yield at, f"{said} are not in order of time", hint
        if times and times[-1] >= seconds:
            last = "last cue" if cut == types.FULL else f"last cue of “{cut}”"
            yield at, f"the {last} comes at {times[-1]} of {seconds} s", "make it earlier"
        if not times:
            hint = f"give {cut}: and the second to those that belong in it"
            yield (*where, "cuts"), f"no cue is in the cut “{cut}”", hint
        if cut != types.FULL and seconds >= step.seconds:
            yield (*where, "cuts"), f"the cut “{cut}” is no shorter", "drop it, or shorten it"


def _anchors(step: types.Step, where: Where) -> Iterator[Problem]:
    """A choice, one of them outside the body: it is not a good place to rest for everyone."""
    if step.things:
        if all(thing.for_addressed for thing in step.things):
            yield (*where, "things"), "nothing here is for everyone", "add a thing that is"
        return
    # Before savoring was a kind of its own, it was a practice with nothing to choose.
    if step.skill == "savoring" and not step.anchors:
        return
    if len(step.anchors) < 2 or not OUTSIDE_THE_BODY & set(step.anchors):
        hint = "give at least two, with sounds or see among them"
        yield where, "she has no choice what to rest on", hint


def _shorter(one: types.SessionContent, step: types.Step, where: Where) -> Iterator[Problem]:
    others = [code for code in _timed(one) if code != step.code]
    if step.short and step.short not in others:
        hint = "name a shorter practice of this session, or drop it"
        yield (*where, "short"), f"“{step.short}” is no other practice here", hint
    if step.short and step.cuts:
        yield (*where, "short"), "both short and cuts", "cuts are enough: drop short"


def _twin(one: types.SessionContent, step: types.Step, where: Where) -> Iterator[Problem]:
    twin = _timed(one).get(step.twin or "")
    if twin is None or twin == step:
        hint = "name another practice of this session"
        yield (*where, "twin"), f"“{step.twin}” is no other practice here", hint
    elif not set(twin.anchors) <= OUTSIDE_THE_BODY:
        hint = "let it rest on sounds, or on what she sees, and on nothing else"
        yield (*where, "twin"), f"“{step.twin}” uses the body", hint
    elif twin.provoking != step.provoking:
        hint = "both wait for a release, or neither"
        yield (*where, "twin"), f"“{step.twin}” stirs things up differently", hint
