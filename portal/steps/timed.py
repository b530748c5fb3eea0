"""What runs by the clock: its lengths, its captions, what attention rests on, how it felt."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.types import FIVE, FULL, TWO, Step
from portal.recordings import recording_of
from portal.stepping import Walk, clock
from portal.steps.kind import whole
from sessions.doses import HIGHEST, LOWEST

# From this length on it says where the baby lies if she may fall asleep.
DOZING_SECONDS = 120
SHORT_AS_TWO = 150
ANCHORS: dict[str, Promise] = {
    "breath": _("my breath"),
    "sounds": _("sounds"),
    "hands": _("my hands or feet"),
    "see": _("what I see"),
}
RATINGS = range(LOWEST, HIGHEST + 1)


@dataclass(frozen=True)
class Length:
    """One length of a practice: the step that is played, and which cut of it."""

    code: str
    step: Step
    cut: str

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return self.step.seconds_of(self.cut)

    @property
    def minutes(self) -> int:
        """As a promise: whole minutes, one at least."""
        return max(1, round(self.seconds / 60))


def context(walk: Walk, step: Step, asked: QueryDict) -> dict[str, Any]:
    """Everything the player shows; what she chose in the form or the query is chosen."""
    lengths = list(_lengths(walk, step))
    place = walk.place_in(step.code)
    wanted = asked.get("cut", place.cut if place else FULL)
    chosen = next((one for one in lengths if one.code == wanted), lengths[0])
    choices = _choices(walk, step, chosen.step)
    wanted_anchor = asked.get("anchor", place.anchor if place else "")
    anchor = wanted_anchor if wanted_anchor in dict(choices) else next(iter(dict(choices)), "")
    return {
        "anchors": choices,
        "anchor": anchor,
        "things": bool(step.things),
        "breathing": step.breathing,
        "lengths": [_length(walk, one, choices, anchor) for one in lengths],
        "cut": chosen.code,
        "seconds": chosen.seconds,
        "minutes": chosen.minutes,
        "from_second": place.seconds if place and place.cut == chosen.code else 0,
        "dozing": walk.addressed == "with_baby" and step.seconds >= DOZING_SECONDS,
        "ratings": RATINGS,
        "before": whole(asked.get("before", "")),
        "after": whole(asked.get("after", "")),
        "stop_url": reverse("portal:stop", args=[walk.assigned.public_id, step.code]),
        "twin_url": walk.url(step.twin) if step.twin else "",
        "of_twin_url": walk.url(walk.main_of(step.code)) if walk.is_twin(step.code) else "",
    }


def said(_step: Step, form: QueryDict) -> dict[str, Any]:
    """The dose, as a plain form sends it."""
    found: dict[str, Any] = {}
    for name in ("anchor", "cut"):
        if form.get(name):
            found[name] = form[name]
    for name in ("seconds", "before", "after"):
        if (number := whole(form.get(name, ""))) is not None:
            found[name] = number
    return found


def _lengths(walk: Walk, step: Step) -> Iterator[Length]:
    """The whole of it first, then what it may be cut to; of older content, its short form."""
    yield Length(FULL, step, FULL)
    for cut in step.cuts:
        yield Length(cut.code, step, cut.code)
    if step.short:
        other = walk.content.step(step.short)
        yield Length(TWO if other.seconds <= SHORT_AS_TWO else FIVE, other, FULL)


def _choices(walk: Walk, step: Step, played: Step) -> list[tuple[str, str]]:
    """What attention may rest on, in her words; a thing to savor where she chooses among those."""
    if step.things:
        fitting = (one for one in step.things if one.fits(walk.addressed))
        return [(one.code, one.label(walk.lang, walk.addressed)) for one in fitting]
    return [(code, str(ANCHORS[code])) for code in played.anchors]


def _length(
    walk: Walk, length: Length, choices: list[tuple[str, str]], anchor: str
) -> dict[str, Any]:
    step = length.step
    recording = recording_of(walk, step, length.cut)
    return {
        "code": length.code,
        "seconds": length.seconds,
        "minutes": length.minutes,
        "recording": recording,
        "cues": [
            {
                "at": at,
                "clock": clock(at),
                "text": step.cue_text(cue.code, walk.lang, anchor, walk.addressed),
                "by_anchor": _by_anchor(walk, step, cue.code, choices),
            }
            for at, cue in step.cues_of(length.cut)
        ],
    }


def _by_anchor(walk: Walk, step: Step, cue: str, choices: list[tuple[str, str]]) -> str:
    """The caption for each choice as JSON, where they differ."""
    texts = {code: step.cue_text(cue, walk.lang, code, walk.addressed) for code, _label in choices}
    return json.dumps(texts, ensure_ascii=False) if len(set(texts.values())) > 1 else ""
