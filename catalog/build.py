"""From an archived body to typed content. Pure: the body is all it needs.

A body is {"structure": what is the same in every language, "wording": {language: {path: {variant:
words}}}}. A path names the place of a text by codes, such as "items.strength.prompt".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog import types
from catalog.build_steps import build_step
from catalog.text import Text
from catalog.voice import PLAIN, Voice

Body = Mapping[str, Any]
Raw = Mapping[str, Any]


class _Words:
    """Finds the texts of a body by path, and says them in the voice of the site."""

    def __init__(self, wording: Mapping[str, Mapping[str, Mapping[str, str]]], voice: Voice):
        self._wording = wording
        self._voice = voice

    def __call__(self, *path: Any) -> Text:
        key = ".".join(str(part) for part in path)
        return Text(
            {
                lang: {how: self._voice.speak(text, lang) for how, text in texts[key].items()}
                for lang, texts in self._wording.items()
                if key in texts
            }
        )


def build(kind: str, body: Body, voice: Voice = PLAIN) -> types.Content:
    """The typed content of a body, its words spoken. KeyError for a kind nobody knows."""
    structure = body["structure"]
    ordered = {lang: body["wording"].get(lang, {}) for lang in structure["languages"]}
    return _BUILDERS[kind](structure, _Words(ordered, voice))


def _common(raw: Raw) -> dict[str, Any]:
    return {
        "code": raw["code"],
        "version": raw["version"],
        "status": raw["status"],
        "languages": tuple(raw["languages"]),
    }


def _instrument(raw: Raw, words: _Words) -> types.Instrument:
    return types.Instrument(
        **_common(raw),
        stand_in=raw["stand_in"],
        licence=raw["licence"],
        source=raw["source"],
        for_addressed=tuple(raw.get("for_addressed", ())),
        items=tuple(_item(item, words) for item in raw["items"]),
        scales=tuple(_scale(scale, words) for scale in raw["scales"]),
        topics=tuple(raw.get("topics", ())),
        titles=words("title"),
        intros=words("intro"),
    )


def _item(raw: Raw, words: _Words) -> types.Item:
    at = ("items", raw["code"])
    return types.Item(
        code=raw["code"],
        kind=raw["kind"],
        # "only_counts" of older packs was a promise that nobody reads it as hers.
        reads="only_me" if raw["reads"] == "only_counts" else raw["reads"],
        minimum=raw.get("minimum"),
        maximum=raw.get("maximum"),
        choices=tuple(
            types.Choice(choice["value"], words(*at, "choices", choice["value"], "label"))
            for choice in raw.get("choices", ())
        ),
        max_length=raw.get("max_length"),
        safety_rule=raw.get("safety_rule"),
        reportable=raw.get("reportable", False),
        protocol=raw.get("protocol"),
        for_addressed=tuple(raw.get("for_addressed", ())),
        prompts=words(*at, "prompt"),
        notes=words(*at, "note"),
        lows=words(*at, "low"),
        highs=words(*at, "high"),
    )


def _scale(raw: Raw, words: _Words) -> types.Scale:
    at = ("scales", raw["code"])
    return types.Scale(
        code=raw["code"],
        rule=raw["rule"],
        items=tuple(raw["items"]),
        reverse=tuple(raw.get("reverse", ())),
        minimum=raw["minimum"],
        maximum=raw["maximum"],
        source=raw["source"],
        titles=words(*at, "title"),
        meanings=words(*at, "higher_means"),
    )


def _battery(raw: Raw, words: _Words) -> types.Battery:
    return types.Battery(
        **_common(raw),
        instruments=tuple(raw["instruments"]),
        rule=types.RuleSpec(**raw["rule"]),
        titles=words("title"),
    )


def _curriculum(raw: Raw, words: _Words) -> types.Curriculum:
    sessions, number = [], 0
    for ordinal, session in enumerate(raw["sessions"], 1):
        counts = session.get("role", types.SESSION) == types.SESSION
        number += counts
        sessions.append(_session(session, ordinal, number if counts else None, words))
    shelf = raw.get("shelf")
    return types.Curriculum(
        **_common(raw),
        sessions=tuple(sessions),
        shelf=_session(shelf, 0, None, words) if shelf else None,
        titles=words("title"),
        claims=words("claim"),
    )


def _session(raw: Raw, ordinal: int, number: int | None, words: _Words) -> types.SessionContent:
    at = ("sessions", raw["code"])
    return types.SessionContent(
        code=raw["code"],
        ordinal=ordinal,
        role=raw.get("role", types.SESSION),
        number=number,
        minutes=raw.get("minutes", sum(step["minutes"] for step in raw["steps"])),
        opens_after_days=raw.get("opens_after_days", 0),
        steps=tuple(build_step(step, (*at, "steps", step["code"]), words) for step in raw["steps"]),
        titles=words(*at, "title"),
        summaries=words(*at, "summary"),
    )


def _message(raw: Raw, words: _Words) -> types.MessageText:
    return types.MessageText(
        **_common(raw),
        channel=raw["channel"],
        to=raw["to"],
        subjects=words("subject"),
        bodies=words("body"),
    )


def _forbidden(raw: Raw, words: _Words) -> types.ForbiddenWords:
    return types.ForbiddenWords(
        **_common(raw), beginnings=tuple(raw["beginnings"]), exact=tuple(raw["exact"])
    )


def _consent(raw: Raw, words: _Words) -> types.ConsentText:
    return types.ConsentText(
        **_common(raw),
        purpose=raw["purpose"],
        recipient_class=raw["recipient_class"],
        expires_after_days=raw["expires_after_days"],
        titles=words("title"),
        bodies=words("body"),
        elements={name: words("elements", name) for name in CONSENT_ELEMENTS},
    )


def _notice(raw: Raw, words: _Words) -> types.Notice:
    return types.Notice(
        **_common(raw), source=raw["source"], texts=words("text"), shorts=words("short")
    )


def _crisis(raw: Raw, words: _Words) -> types.CrisisLines:
    return types.CrisisLines(
        **_common(raw),
        lines=tuple(_line(line, words) for line in raw["lines"] if line["shown"]),
    )


def _line(raw: Raw, words: _Words) -> types.CrisisLine:
    at = ("lines", raw["code"])
    return types.CrisisLine(
        code=raw["code"],
        call=raw.get("call"),
        text=raw.get("text"),
        keyword=raw.get("keyword"),
        languages=tuple(raw["spoken"]),
        emergency=raw.get("emergency", False),
        source=raw["source"],
        checked=raw["checked"],
        mark=raw["mark"],
        region=raw.get("region", ""),
        names=words(*at, "name"),
        abouts=words(*at, "about"),
    )


def _card(raw: Raw, words: _Words) -> types.Card:
    return types.Card(
        **_common(raw),
        leads=tuple(
            types.Lead(one["code"], words("leads", one["code"], "text")) for one in raw["leads"]
        ),
        parts=tuple(
            types.CardPart(
                code=part["code"],
                source=part["source"],
                checked=part["checked"],
                mark=part["mark"],
                text=words("parts", part["code"], "text"),
            )
            for part in raw["parts"]
        ),
        titles=words("title"),
    )


def _safety(raw: Raw, words: _Words) -> types.SafetyRules:
    return types.SafetyRules(
        **_common(raw),
        rules=tuple(_rule(rule, words) for rule in raw["rules"]),
        closings=tuple(types.Closing(**closing) for closing in raw.get("closings", ())),
        notice_signed=raw.get("notice", {}).get("signed", False),
        notices=words("notice", "text"),
    )


def _rule(raw: Raw, words: _Words) -> types.SafetyRule:
    at = ("rules", raw["code"])
    return types.SafetyRule(
        code=raw["code"],
        family=raw["family"],
        tier=raw["tier"],
        who=raw.get("who", "on_duty"),
        instrument=raw.get("instrument"),
        item=raw.get("item"),
        event=raw.get("event"),
        at_least=raw.get("at_least"),
        line=raw.get("line"),
        titles=words(*at, "title"),
        bodies=words(*at, "body"),
    )


def _mechanism(raw: Raw, words: _Words) -> types.Mechanism:
    def shared(one: Raw, place: str) -> dict[str, Any]:
        return {
            "code": one["code"],
            "basis": one["basis"],
            "titles": words(place, one["code"], "title"),
            "sentences": words(place, one["code"], "says"),
        }

    return types.Mechanism(
        **_common(raw),
        source=raw["source"],
        doi=raw["doi"],
        nodes=tuple(types.Part(**shared(node, "nodes")) for node in raw["nodes"]),
        edges=tuple(
            types.Edge(
                **shared(edge, "edges"),
                source=edge["from"],
                target=edge["to"],
                sign=1 if edge["sign"] == "+" else -1,
            )
            for edge in raw["edges"]
        ),
        skills=tuple(
            types.Skill(**shared(skill, "skills"), acts_on=tuple(skill["acts_on"]))
            for skill in raw["skills"]
        ),
        titles=words("title"),
        abouts=words("about"),
    )


def _regional(raw: Raw, words: _Words) -> types.RegionalWords:
    return types.RegionalWords(
        **_common(raw),
        words=tuple(
            types.RegionalWord(one["code"], one["means"], words("words", one["code"], "word"))
            for one in raw["words"]
        ),
    )


CONSENT_ELEMENTS = (
    "discloser",
    "what",
    "recipient",
    "purpose",
    "revoke",
    "expiry",
    "redisclosure",
)

_BUILDERS = {
    "instrument": _instrument,
    "battery": _battery,
    "curriculum": _curriculum,
    "message": _message,
    "forbidden": _forbidden,
    "consent": _consent,
    "notice": _notice,
    "crisis": _crisis,
    "safety": _safety,
    "card": _card,
    "mechanism": _mechanism,
    "words": _regional,
}
KINDS = tuple(_BUILDERS)
