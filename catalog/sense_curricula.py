"""What a schema cannot say of a curriculum: its sessions, their order, and the shelf. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from catalog import types
from catalog.sense_codes import Problem, Versions, known_instrument, telling, twice
from catalog.sense_steps import step_sense

_ON_A_SHELF = {"practice", "savoring"}


def curriculum_sense(
    content: types.Curriculum, versions: Versions, drawings: set[str]
) -> Iterator[Problem]:
    """Everything about a curriculum that does not make sense."""
    yield from twice([one.code for one in content.all_sessions], ())
    yield from _places(content)
    trained = {part.code for model in versions("mechanism") for part in model.parts}
    for one in content.all_sessions:
        at = ("sessions", one.code)
        yield from twice([step.code for step in one.steps], (*at, "steps"))
        yield from _length(one)
        for index, step in enumerate(one.steps):
            where = (*at, "steps", index)
            yield from telling(step.code, (*where, "code"))
            if step.drawing and step.drawing not in drawings:
                hint = "there are: " + ", ".join(sorted(drawings))
                yield (*where, "drawing"), f"no drawing “{step.drawing}”", hint
            if step.instrument:
                at_name = (*where, "instrument")
                yield from known_instrument(step.instrument, content.languages, at_name, versions)
            for code in sorted(set(step.trains) - trained):
                hint = "look at the nodes, edges and skills under mechanisms/"
                yield (*where, "trains"), f"no mechanism has “{code}”", hint
            yield from step_sense(one, step, where)


def _places(content: types.Curriculum) -> Iterator[Problem]:
    """The opening comes first and the closing last; the shelf holds practices that stir nothing."""
    last = len(content.sessions)
    for role, place in ((types.OPENING, 1), (types.CLOSING, last)):
        for one in content.sessions:
            if one.role == role and one.ordinal != place:
                hint = "one at most: the opening first, the closing last"
                yield ("sessions", one.code, "role"), f"the {role} at place {one.ordinal}", hint
    if content.shelf is None:
        return
    for index, step in enumerate(content.shelf.steps):
        where = ("sessions", content.shelf.code, "steps", index)
        if step.kind not in _ON_A_SHELF:
            hint = "a shelf holds practices and savoring"
            yield (*where, "kind"), f"a {step.kind} on the shelf", hint
        if step.provoking:
            hint = "nobody releases what lies on a shelf: put it in a session"
            yield (*where, "provoking"), "what may stir things up on the shelf", hint


def _length(one: types.SessionContent) -> Iterator[Problem]:
    if one.role == types.SHELF:
        return
    sums = [_minutes(one, how, every) for how in types.ADDRESSED for every in (True, False)]
    if not min(sums) - 5 <= one.minutes <= max(sums) + 5:
        hint = f"its steps come to {min(sums)} to {max(sums)}"
        yield ("sessions", one.code, "minutes"), f"minutes is {one.minutes}", hint


def _minutes(one: types.SessionContent, addressed: str, released: bool) -> int:
    """With and without the steps that wait for a release."""
    return sum(step.minutes for step in one.steps_for(addressed) if released or not step.provoking)
