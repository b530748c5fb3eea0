"""What is written as FHIR has the shape R4 gives a Questionnaire, and its invariants."""

from __future__ import annotations

import json

from hypothesis import given, settings
from jsonschema import Draft202012Validator

from measures.importing import writing
from tests.measures.importing.bodies import instruments

STRING = {"type": "string", "pattern": r"^[\s\S]*\S[\s\S]*$"}
CODE = {"type": "string", "pattern": r"^\S+( \S+)*$"}
CODING = {
    "type": "object",
    "properties": {
        "system": {"type": "string", "pattern": r"^\S+$"},
        "code": CODE,
        "display": STRING,
        "_display": {"$ref": "#/$defs/beside"},
    },
    "required": ["code"],
    "additionalProperties": False,
}
TYPES = ["group", "display", "boolean", "decimal", "integer", "text", "string", "choice"]
QUESTIONNAIRE = {
    "$defs": {
        "extension": {
            "type": "object",
            "properties": {
                "url": {"type": "string", "pattern": r"^\S+$"},
                "extension": {"type": "array", "minItems": 1, "items": {"type": "object"}},
                "valueInteger": {"type": "integer"},
                "valueDecimal": {"type": "number"},
                "valueCode": CODE,
                "valueString": STRING,
                "valueCodeableConcept": {"type": "object"},
            },
            "required": ["url"],
            "minProperties": 2,
            # A value or extensions, and one value.
            "maxProperties": 2,
            "additionalProperties": False,
        },
        "beside": {
            "type": "object",
            "properties": {
                "extension": {"type": "array", "items": {"$ref": "#/$defs/extension"}},
            },
            "required": ["extension"],
            "additionalProperties": False,
        },
        "item": {
            "type": "object",
            "properties": {
                "linkId": STRING,
                "extension": {"type": "array", "items": {"$ref": "#/$defs/extension"}},
                "code": {"type": "array", "minItems": 1, "items": CODING},
                "text": STRING,
                "_text": {"$ref": "#/$defs/beside"},
                "type": {"enum": TYPES},
                "enableWhen": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "properties": {
                            "question": STRING,
                            "operator": {"enum": ["exists", "=", "!=", ">", "<", ">=", "<="]},
                            "answerCoding": CODING,
                            "answerInteger": {"type": "integer"},
                        },
                        "required": ["question", "operator"],
                        "minProperties": 3,
                        "maxProperties": 3,
                        "additionalProperties": False,
                    },
                },
                "enableBehavior": {"enum": ["all", "any"]},
                "maxLength": {"type": "integer"},
                "answerOption": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "properties": {
                            "extension": {"type": "array", "items": {"$ref": "#/$defs/extension"}},
                            "valueCoding": CODING,
                        },
                        "required": ["valueCoding"],
                        "additionalProperties": False,
                    },
                },
                "item": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/item"}},
            },
            "required": ["linkId", "type"],
            "additionalProperties": False,
        },
    },
    "type": "object",
    "properties": {
        "resourceType": {"const": "Questionnaire"},
        "version": STRING,
        "name": {"type": "string", "pattern": r"^[A-Z]([A-Za-z0-9_]){0,254}$"},
        "title": STRING,
        "_title": {"$ref": "#/$defs/beside"},
        "status": {"enum": ["draft", "active", "retired", "unknown"]},
        "subjectType": {"type": "array", "items": CODE},
        "language": {"type": "string", "pattern": r"^[a-z]{2}$"},
        "copyright": STRING,
        "code": {"type": "array", "items": CODING},
        "item": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/item"}},
    },
    "required": ["resourceType", "status"],
    "additionalProperties": False,
}
CHECK = Draft202012Validator(QUESTIONNAIRE)


def items_of(holder):
    for one in holder.get("item", []):
        yield one
        yield from items_of(one)


@settings(max_examples=60, deadline=None)
@given(instruments(["en", "es"]))
def test_it_is_a_questionnaire(body):
    form = json.loads(writing.to_fhir(body))
    assert [error.message for error in CHECK.iter_errors(form)] == []
    items = list(items_of(form))
    links = [item["linkId"] for item in items]
    assert len(set(links)) == len(links)  # que-2
    for item in items:
        if item["type"] == "display":  # que-1, que-3, que-6, que-9
            assert not {"item", "code", "required", "repeats", "readOnly"} & set(item)
        if "answerOption" in item:  # que-5
            assert item["type"] == "choice"
        if "maxLength" in item:  # que-10
            assert item["type"] in ("text", "string")
        if len(item.get("enableWhen", [])) > 1:  # que-12
            assert item["enableBehavior"] == "any"
        for when in item.get("enableWhen", []):
            assert when["question"] in links and when["question"] != item["linkId"]
