"""A page of content as blocks that can be pointed at: title, paragraphs, cues, labels. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from catalog.render import markdown_html
from catalog.text import Text
from catalog.types import Instrument, Step


@dataclass(frozen=True)
class Block:
    """One piece of a page. `at` is the second a cue appears; `label` names a piece for a list."""

    code: str
    kind: str  # title | text | cue | label
    html: SafeString | str
    label: str
    at: int | None = None


@dataclass(frozen=True)
class Eyes:
    """How a page is looked at."""

    lang: str
    addressed: str
    anchor: str = ""
    cut: str = "full"


def blocks_of(step: Step, eyes: Eyes, instrument: Instrument | None = None) -> list[Block]:
    """Everything she reads at a step, in order."""
    found = [Block("title", "title", step.title(eyes.lang, eyes.addressed), "Title")]
    paragraphs = step.text(eyes.lang, eyes.addressed).split("\n\n")
    for number, words in enumerate((one for one in paragraphs if one.strip()), 1):
        found.append(Block(f"p{number}", "text", markdown_html(words), f"Paragraph {number}"))
    found += _choices(step, eyes)
    found += _questions(instrument, eyes)
    if step.is_timed:
        cut = eyes.cut if eyes.cut in cuts_of(step) else "full"
        for at, cue in step.cues_of(cut):
            words = cue.text.get(eyes.lang, eyes.addressed, eyes.anchor or None)
            found.append(Block(cue.code, "cue", words, f"{at // 60}:{at % 60:02d} {cue.code}", at))
    return found


def cuts_of(step: Step) -> tuple[str, ...]:
    """The lengths of a practice; none for what does not run by the clock."""
    return ("full", *(cut.code for cut in step.cuts)) if step.is_timed else ()


def _choices(step: Step, eyes: Eyes) -> list[Block]:
    texts: list[tuple[str, Text]] = [
        (f"thing-{thing.code}"[:20], thing.labels)
        for thing in step.things
        if thing.fits(eyes.addressed)
    ]
    for field in step.fields:
        texts += [
            (f"field-{field.code}"[:20], field.labels),
            (f"note-{field.code}"[:20], field.notes),
        ]
    texts += [(f"time-{one.code}"[:20], one.labels) for one in step.times]
    return [
        Block(code, "label", text.get(eyes.lang, eyes.addressed), code.replace("-", ": ", 1))
        for code, text in texts
        if text
    ]


def _questions(instrument: Instrument | None, eyes: Eyes) -> list[Block]:
    if instrument is None:
        return []
    intro = instrument.intro(eyes.lang, eyes.addressed)
    asked = [
        Block(f"q-{item.code}"[:20], "label", item.prompt(eyes.lang, eyes.addressed), item.code)
        for item in instrument.items_for(eyes.addressed)
    ]
    return [Block("intro", "text", markdown_html(intro), "Before the questions"), *asked]
