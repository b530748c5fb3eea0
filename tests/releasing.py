"""Content made for one test: released as it stands, without files and their checks."""

from copy import deepcopy
from typing import Any

import yaml

from catalog.models import ContentVersion
from catalog.source import Source
from catalog.wording import Splitter
from kernel.ids import body_hash
from tests.cast import NOW

QUESTIONS = """
kind: instrument
code: standin-mood
version: "1"
status: draft
languages: [en, es]
stand_in: true
stand_in_for: mood-2
licence: ours
source: written for a test
title: {en: "Mood, stand-in", es: "Ánimo, de muestra"}
items:
  - code: low
    kind: choice
    reads: clinic
    prompt: {en: "How low?", es: "¿Qué tan bajo?"}
    choices:
      - {value: 0, label: {en: "Not", es: "Nada"}}
      - {value: 1, label: {en: "Some", es: "Algo"}}
  - code: now
    kind: scale
    reads: clinic
    minimum: 0
    maximum: 10
    prompt: {en: "And now?", es: "¿Y ahora?"}
    low: {en: "low", es: "bajo"}
    high: {en: "high", es: "alto"}
scales: []
"""

BATTERY = """
kind: battery
code: demo-mood
version: "1"
status: draft
languages: [en, es]
title: {en: "Mood", es: "Ánimo"}
instruments: [standin-mood]
rule: {anchor: enrolment, first_day: 0, every_days: 7, times: 4, opens_at: "06:00",
  remind_at: "10:00", open_days: 6}
"""


def made(text: str, **changed: Any) -> ContentVersion:
    """Release what a YAML text says, some of its keys changed (None takes one out)."""
    raw = deepcopy(yaml.safe_load(text)) | changed
    raw = {key: value for key, value in raw.items() if value is not None}
    kind = raw.pop("kind")
    splitter = Splitter(Source("a test", raw, {}), raw["languages"])
    structure = splitter.split(raw)
    return ContentVersion.objects.create(
        kind=kind,
        code=raw["code"],
        version=raw["version"],
        status=raw["status"],
        structure_hash=body_hash(structure),
        wording_hashes={lang: body_hash(words) for lang, words in splitter.wording.items()},
        body={"structure": structure, "wording": splitter.wording},
        registered_at=NOW,
    )


def without_words(text: str) -> dict[str, Any]:
    """What to change of a questionnaire so that it is a key without wording."""
    items = deepcopy(yaml.safe_load(text)["items"])
    for item in items:
        for name in ("prompt", "low", "high"):
            item.pop(name, None)
        for choice in item.get("choices", ()):
            choice.pop("label", None)
    return {
        "code": "mood-2",
        "stand_in": False,
        "stand_in_for": None,
        "wording": "none",
        "items": items,
    }
