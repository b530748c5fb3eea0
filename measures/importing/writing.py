"""A questionnaire written out: as a FHIR Questionnaire (R4) or as a REDCap dictionary. Pure.

What comes back by import is what went out: the usual words, in all its languages (FHIR) or in one
(REDCap). Scores are not written: neither form has a place for them that would be read alike.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from kernel.errors import BadInput
from measures.importing.composing import UNSAID
from measures.importing.fhir_parts import LOINC
from measures.importing.found import CHOICE, SCALE
from measures.importing.plain import dress
from measures.importing.redcap import COLUMNS

_EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
_STATUS = {"draft": "draft", "signed": "active", "withdrawn": "retired"}
# The codes of answers are this questionnaire's own: no address outside is claimed.
_SYSTEM = "urn:x-questionnaire:{code}:answers"

Body = Mapping[str, Any]
Json = dict[str, Any]


class _Words:
    """The usual words at a place of a body, in its languages."""

    def __init__(self, body: Body):
        self.langs: list[str] = body["structure"]["languages"]
        self._wording = body["wording"]

    def at(self, path: str) -> dict[str, str]:
        found = {lang: self._wording[lang].get(path, {}).get("any", "") for lang in self.langs}
        return {lang: text for lang, text in found.items() if text}


def to_fhir(body: Body) -> bytes:
    """The questionnaire as JSON. LOINC stands only where the key has it from a source."""
    raw, words = body["structure"], _Words(body)
    _refuse_wordless(raw)
    resource: Json = {
        "resourceType": "Questionnaire",
        "version": raw["version"],
        "name": "".join(part.capitalize() for part in ("q", *raw["code"].split("-"))),
        **_said("title", words.at("title")),
        "status": _STATUS[raw["status"]],
        "subjectType": ["Patient"],
        "language": words.langs[0],
    }
    if raw["licence"] != UNSAID:
        resource["copyright"] = raw["licence"]
    if _sourced(raw) and raw.get("loinc", {}).get("form"):
        resource["code"] = [{"system": LOINC, "code": raw["loinc"]["form"]}]
    items = [_fhir_item(raw, item, words) for item in raw["items"]]
    intro = words.at("intro")
    if intro:
        link = _free("intro", raw)
        items.insert(0, {"linkId": link, **_said("text", intro), "type": "display"})
    resource["item"] = items
    return (json.dumps(resource, ensure_ascii=False, indent=2) + "\n").encode()


def _refuse_wordless(raw: Body) -> None:
    if not raw.get("items"):
        raise BadInput("It has no questions to write out.")
    if raw.get("wording") == "none":
        raise BadInput("It has no words yet: only what can be asked is written out.")


def _sourced(raw: Body) -> bool:
    """Whether LOINC may stand with these words: never with ours."""
    return not raw["stand_in"] and raw.get("wording", "own") != "own" and "loinc" in raw


def _free(name: str, raw: Body) -> str:
    """A name no item has."""
    codes = {item["code"] for item in raw["items"]}
    while name in codes:
        name += "_"
    return name


def _said(key: str, texts: Mapping[str, str]) -> Json:
    """A text with its translations as R4 writes them."""
    if not texts:
        return {}
    (_first, text), *others = texts.items()
    said: Json = {key: text}
    if others:
        said[f"_{key}"] = {
            "extension": [
                {
                    "url": _EXTENSION + "translation",
                    "extension": [
                        {"url": "lang", "valueCode": lang},
                        {"url": "content", "valueString": words},
                    ],
                }
                for lang, words in others
            ]
        }
    return said


def _fhir_item(raw: Body, item: Body, words: _Words) -> Json:
    at = f"items.{item['code']}"
    kind = {CHOICE: "choice", SCALE: "integer"}.get(item["kind"], "text")
    found: Json = {"linkId": item["code"]}
    if item["kind"] == SCALE:
        found["extension"] = [
            {"url": _EXTENSION + "minValue", "valueInteger": item["minimum"]},
            {"url": _EXTENSION + "maxValue", "valueInteger": item["maximum"]},
        ]
    if _sourced(raw) and item.get("loinc"):
        found["code"] = [{"system": LOINC, "code": item["loinc"]}]
    found |= {**_said("text", words.at(f"{at}.prompt")), "type": kind}
    if item.get("needs"):
        found |= _enabled(raw, item["needs"])
    if kind == "text":
        found["maxLength"] = item["max_length"]
    if kind == "choice":
        system = _SYSTEM.format(code=raw["code"])
        found["answerOption"] = [
            _option(system, choice["value"], words.at(f"{at}.choices.{choice['value']}.label"))
            for choice in item["choices"]
        ]
    beside = [("note", "help"), ("low", "lower"), ("high", "upper")]
    displays = [
        _display(f"{item['code']}/{name}", words.at(f"{at}.{name}"), control)
        for name, control in beside
        if words.at(f"{at}.{name}")
    ]
    return {**found, "item": displays} if displays else found


def _option(system: str, value: int, label: Mapping[str, str]) -> Json:
    coding = {"system": system, "code": str(value), **_said("display", label)}
    weight = {"url": _EXTENSION + "ordinalValue", "valueDecimal": value}
    return {"extension": [weight], "valueCoding": coding}


def _display(link: str, text: Mapping[str, str], control: str) -> Json:
    coded = {"coding": [{"system": _CONTROL, "code": control}]}
    extension = {"url": _EXTENSION + "questionnaire-itemControl", "valueCodeableConcept": coded}
    return {"linkId": link, "extension": [extension], **_said("text", text), "type": "display"}


def _enabled(raw: Body, needs: Body) -> Json:
    other = next(item for item in raw["items"] if item["code"] == needs["item"])
    whens: list[Json] = []
    for value in needs["values"]:
        when: Json = {"question": needs["item"], "operator": "="}
        if other["kind"] == CHOICE:
            system = _SYSTEM.format(code=raw["code"])
            when["answerCoding"] = {"system": system, "code": str(value)}
        else:
            when["answerInteger"] = value
        whens.append(when)
    return {"enableWhen": whens, **({"enableBehavior": "any"} if len(whens) > 1 else {})}


def to_redcap(body: Body, lang: str) -> bytes:
    """The questionnaire as a dictionary of 18 columns, in one language."""
    raw, words = body["structure"], _Words(body)
    _refuse_wordless(raw)
    if lang not in words.langs:
        raise BadInput(f"It has no words in “{lang}”, but in {', '.join(words.langs)}.")
    form = raw["code"].replace("-", "_")
    rows = [_row(form, _free("record_id", raw), "text", "Record ID")]
    title, intro = words.at("title").get(lang, ""), words.at("intro").get(lang, "")
    row = _row(form, _free("intro", raw), "descriptive", dress(intro))
    rows.append({**row, "section_header": dress(title)})
    rows += [_redcap_item(raw, form, item, words, lang) for item in raw["items"]]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS.values())
    writer.writerows([row.get(name, "") for name in COLUMNS] for row in rows)
    return out.getvalue().encode()


def _row(form: str, name: str, kind: str, label: str) -> dict[str, str]:
    return {"field_name": name, "form_name": form, "field_type": kind, "field_label": label}


def _redcap_item(raw: Body, form: str, item: Body, words: _Words, lang: str) -> dict[str, str]:
    at = f"items.{item['code']}"

    def said(name: str, *, cell: bool = False) -> str:
        return dress(words.at(f"{at}.{name}").get(lang, ""), cell=cell)

    kind = {CHOICE: "radio", SCALE: "slider"}.get(item["kind"], "notes")
    row = _row(form, item["code"], kind, said("prompt"))
    row["field_note"] = said("note")
    if item["kind"] == CHOICE:
        row["select_choices_or_calculations"] = " | ".join(
            f"{one['value']}, {said(_label(one), cell=True)}" for one in item["choices"]
        )
    elif item["kind"] == SCALE:
        ends = (said("low", cell=True), "", said("high", cell=True))
        row["select_choices_or_calculations"] = " | ".join(ends)
        row["text_validation_type_or_show_slider_number"] = "number"
        row["text_validation_min"] = str(item["minimum"])
        row["text_validation_max"] = str(item["maximum"])
    else:
        row["field_annotation"] = f"@CHARLIMIT={item['max_length']}"
    if item.get("needs"):
        needs = item["needs"]
        terms = (f"[{needs['item']}] = '{value}'" for value in needs["values"])
        row["branching_logic"] = " or ".join(terms)
    return row


def _label(choice: Body) -> str:
    return f"choices.{choice['value']}.label"
