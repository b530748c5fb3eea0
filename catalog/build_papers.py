"""Messages, consents, help lines, rules and lists, from an archived body. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog import types
from catalog.text import Text

Raw = Mapping[str, Any]
Words = Callable[..., Text]

CONSENT_ELEMENTS = (
    "discloser",
    "what",
    "recipient",
    "purpose",
    "revoke",
    "expiry",
    "redisclosure",
)


def shared(raw: Raw) -> dict[str, Any]:
    """What every kind of content has."""
    return {
        "code": raw["code"],
        "version": raw["version"],
        "status": raw["status"],
        "languages": tuple(raw["languages"]),
    }


def _message(raw: Raw, words: Words) -> types.MessageText:
    return types.MessageText(
        **shared(raw),
        channel=raw["channel"],
        to=raw["to"],
        subjects=words("subject"),
        bodies=words("body"),
    )


def _forbidden(raw: Raw, words: Words) -> types.ForbiddenWords:
    return types.ForbiddenWords(
        **shared(raw), beginnings=tuple(raw["beginnings"]), exact=tuple(raw["exact"])
    )


def _consent(raw: Raw, words: Words) -> types.ConsentText:
    return types.ConsentText(
        **shared(raw),
        purpose=raw["purpose"],
        recipient_class=raw["recipient_class"],
        expires_after_days=raw["expires_after_days"],
        titles=words("title"),
        bodies=words("body"),
        elements={name: words("elements", name) for name in CONSENT_ELEMENTS},
    )


def _notice(raw: Raw, words: Words) -> types.Notice:
    return types.Notice(
        **shared(raw), source=raw["source"], texts=words("text"), shorts=words("short")
    )


def _crisis(raw: Raw, words: Words) -> types.CrisisLines:
    return types.CrisisLines(
        **shared(raw),
        lines=tuple(_line(line, words) for line in raw["lines"] if line["shown"]),
    )


def _line(raw: Raw, words: Words) -> types.CrisisLine:
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


def _card(raw: Raw, words: Words) -> types.Card:
    return types.Card(
        **shared(raw),
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


def _safety(raw: Raw, words: Words) -> types.SafetyRules:
    return types.SafetyRules(
        **shared(raw),
        rules=tuple(_rule(rule, words) for rule in raw["rules"]),
        closings=tuple(types.Closing(**closing) for closing in raw.get("closings", ())),
        notice_signed=raw.get("notice", {}).get("signed", False),
        notices=words("notice", "text"),
    )


def _rule(raw: Raw, words: Words) -> types.SafetyRule:
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


def _mechanism(raw: Raw, words: Words) -> types.Mechanism:
    def part(one: Raw, place: str) -> dict[str, Any]:
        return {
            "code": one["code"],
            "basis": one["basis"],
            "titles": words(place, one["code"], "title"),
            "sentences": words(place, one["code"], "says"),
        }

    return types.Mechanism(
        **shared(raw),
        source=raw["source"],
        doi=raw["doi"],
        nodes=tuple(types.Part(**part(node, "nodes")) for node in raw["nodes"]),
        edges=tuple(
            types.Edge(
                **part(edge, "edges"),
                source=edge["from"],
                target=edge["to"],
                sign=1 if edge["sign"] == "+" else -1,
            )
            for edge in raw["edges"]
        ),
        skills=tuple(
            types.Skill(**part(skill, "skills"), acts_on=tuple(skill["acts_on"]))
            for skill in raw["skills"]
        ),
        titles=words("title"),
        abouts=words("about"),
    )


def _regional(raw: Raw, words: Words) -> types.RegionalWords:
    return types.RegionalWords(
        **shared(raw),
        words=tuple(
            types.RegionalWord(one["code"], one["means"], words("words", one["code"], "word"))
            for one in raw["words"]
        ),
    )


def _wordlist(raw: Raw, words: Words) -> types.WordList:
    return types.WordList(
        **shared(raw),
        words=tuple(types.Listed(tuple(one["in"]), one["say"], one["why"]) for one in raw["words"]),
    )


# Builders by kind, of everything that is neither asked nor walked through.
PAPERS = {
    "message": _message,
    "forbidden": _forbidden,
    "consent": _consent,
    "notice": _notice,
    "crisis": _crisis,
    "safety": _safety,
    "card": _card,
    "mechanism": _mechanism,
    "words": _regional,
    "wordlist": _wordlist,
}
