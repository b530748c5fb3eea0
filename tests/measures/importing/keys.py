"""A small key without words, and files with words for it."""

from __future__ import annotations

import json
from typing import Any

from catalog.models import ContentVersion
from kernel.ids import body_hash
from tests.cast import NOW
from tests.measures.importing.bodies import body_of

TOPICS = ("sun", "rain", "fog")
PROMPTS = ("Was it sunny?", "Did it rain?", "Was there fog?", "Was there wind?")
LABELS = ("Never", "Some days", "Every day")
LOINC = ("44250-9", "44255-8", "44259-0", "44254-1")


def key_file(**changes: Any) -> dict[str, Any]:
    """Three items; the second is turned round, so its answers are printed the other way."""
    items = [
        {
            "code": f"i{n}", "kind": "choice", "reads": "clinic", "topic": topic, "loinc": loinc,
            "choices": [{"value": value} for value in ((0, 1, 2) if n != 2 else (2, 1, 0))],
        }
        for n, (topic, loinc) in enumerate(zip(TOPICS, LOINC, strict=False), 1)
    ]  # fmt: skip
    return {
        "kind": "instrument", "code": "weather-key", "version": "1", "status": "draft",
        "languages": ["en", "es"], "stand_in": False, "wording": "none",
        "licence": "ask the author", "source": "made for a test",
        "loinc": {"form": "44249-1", "total": "44261-6", "mark": "V"},
        "title": {"en": "Weather", "es": "El clima"},
        "items": items,
        "scales": [{
            "code": "total", "rule": "sum", "items": ["i1", "i2", "i3"],
            "minimum": 0, "maximum": 6, "source": "made for a test", "mark": "V",
            "title": {"en": "Total", "es": "Total"},
            "higher_means": {"en": "more weather", "es": "más clima"},
            "cut_offs": [{
                "code": "one", "population": "clouds", "source": "made for a test", "mark": "V",
                "bands": [{"at_least": "4", "says": {"en": "stormy", "es": "tormenta"}}],
            }],
        }],
        **changes,
    }  # fmt: skip


def make(raw: dict[str, Any]) -> ContentVersion:
    """Release it as register_content would."""
    body = body_of(raw)
    return ContentVersion.objects.create(
        kind="instrument",
        code=raw["code"],
        version=raw["version"],
        status=raw["status"],
        structure_hash=body_hash(body["structure"]),
        wording_hashes={lang: body_hash(words) for lang, words in body["wording"].items()},
        body=body,
        registered_at=NOW,
    )


def make_key(**changes: Any) -> ContentVersion:
    return make(key_file(**changes))


def make_stand_in() -> ContentVersion:
    """Words of ours for the same structure."""
    raw = key_file(code="standin-weather", stand_in=True, stand_in_for="weather-key")
    del raw["loinc"], raw["wording"]
    raw["intro"] = {"en": "Ours.", "es": "Nuestra."}
    for item in raw["items"]:
        del item["loinc"]
        item["prompt"] = {"en": "Ours?", "es": "¿Nuestra?"}
        for choice in item["choices"]:
            choice["label"] = {"en": str(choice["value"]), "es": str(choice["value"])}
    del raw["scales"][0]["cut_offs"]
    return make(raw)


def fhir_for(
    *,
    names: list[str] | None = None,
    language: str = "en",
    codes: tuple[int, ...] = (0, 1, 2),
    loinc: bool = False,
    **changes: Any,
) -> bytes:
    """A FHIR Questionnaire with words for the key; each item's answers as they are printed."""
    names = names or ["i1", "i2", "i3"]
    items = []
    for index, name in enumerate(names):
        order = list(zip(codes, LABELS, strict=False))
        if index == 1 and codes == (0, 1, 2):
            order.reverse()
        item: dict[str, Any] = {
            "linkId": name,
            "type": "choice",
            "text": PROMPTS[index],
            "answerOption": [
                {"valueCoding": {"code": str(code), "display": label}} for code, label in order
            ],
        }
        if loinc:
            item["code"] = [{"system": "http://loinc.org", "code": LOINC[index]}]
        items.append(item)
    form = {"resourceType": "Questionnaire", "language": language, "status": "active"}
    return json.dumps({**form, "item": items, **changes}).encode()
