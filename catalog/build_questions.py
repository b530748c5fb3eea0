"""Questionnaires, their keys and batteries, from an archived body. Pure.

Whatever a body says, only a questionnaire whose wording is the published one, or that waits for
it, gets cut-offs, reliable change, norms and LOINC: words of ours never carry them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from catalog import types
from catalog.build_papers import shared
from catalog.text import Text

Raw = Mapping[str, Any]
Words = Callable[..., Text]


def decimal(raw: str | int) -> Decimal:
    """A figure as it stands in a file: text or a whole number."""
    return Decimal(str(raw))


def published(raw: Raw) -> bool:
    """Whether what is published of a questionnaire may stand with it."""
    return not raw["stand_in"] and raw.get("wording", types.OWN) != types.OWN


def _instrument(raw: Raw, words: Words) -> types.Instrument:
    theirs = published(raw)
    return types.Instrument(
        **shared(raw),
        stand_in=raw["stand_in"],
        licence=raw["licence"],
        source=raw["source"],
        for_addressed=tuple(raw.get("for_addressed", ())),
        items=tuple(_item(item, words, theirs) for item in raw.get("items", ())),
        scales=tuple(_scale(scale, words, theirs) for scale in raw.get("scales", ())),
        topics=tuple(raw.get("topics", ())),
        titles=words("title"),
        intros=words("intro"),
        **_asking(raw),
        citation=types.Citation(**raw["citation"]) if "citation" in raw else None,
        loinc=types.Loinc(**raw["loinc"]) if theirs and "loinc" in raw else None,
        tables={name: _table(table) for name, table in raw.get("tables", {}).items()},
        fields=tuple(_field(field, words) for field in raw.get("fields", ())),
    )


def _asking(raw: Raw) -> dict[str, Any]:
    """What a questionnaire says of itself in one word or number."""
    return {
        "stand_in_for": raw.get("stand_in_for", ""),
        "wording": raw.get("wording", types.OWN),
        "incomplete": raw.get("incomplete", ""),
        "result_only": raw.get("result_only", False),
        "calendar": raw.get("calendar", False),
        "order": raw.get("order", ""),
        "recall": raw.get("recall", ""),
        "applies": _applies(raw.get("applies", {})),
    }


def _applies(raw: Raw) -> types.Applies:
    return types.Applies(
        addressed=tuple(raw.get("addressed", ())),
        gestation_weeks=_bounds(raw.get("gestation_weeks")),
        infant_days=_bounds(raw.get("infant_days")),
        corrected_age=raw.get("corrected_age", False),
    )


def _bounds(raw: list[int] | None) -> tuple[int, int] | None:
    return (raw[0], raw[1]) if raw else None


def _table(raw: Mapping[Any, Any]) -> types.Table:
    """JSON keeps the keys of a table as text."""
    return {int(answer): decimal(counts) for answer, counts in raw.items()}


def _item(raw: Raw, words: Words, theirs: bool) -> types.Item:
    at = ("items", raw["code"])
    needs = raw.get("needs")
    return types.Item(
        code=raw["code"],
        kind=raw["kind"],
        # "only_counts" of older packs was a promise that nobody reads it as hers.
        reads="only_me" if raw["reads"] == "only_counts" else raw["reads"],
        minimum=raw.get("minimum"),
        maximum=raw.get("maximum"),
        choices=_choices(raw, words, at),
        max_length=raw.get("max_length"),
        safety_rule=raw.get("safety_rule"),
        reportable=raw.get("reportable", False),
        protocol=raw.get("protocol"),
        for_addressed=tuple(raw.get("for_addressed", ())),
        prompts=words(*at, "prompt"),
        notes=words(*at, "note"),
        lows=words(*at, "low"),
        highs=words(*at, "high"),
        needs=types.Needs(needs["item"], tuple(needs["values"])) if needs else None,
        loinc=raw.get("loinc", "") if theirs else "",
        topic=raw.get("topic", ""),
    )


def _choices(raw: Raw, words: Words, at: tuple[str, ...]) -> tuple[types.Choice, ...]:
    return tuple(
        types.Choice(choice["value"], words(*at, "choices", choice["value"], "label"))
        for choice in raw.get("choices", ())
    )


def _field(raw: Raw, words: Words) -> types.ResultField:
    at = ("fields", raw["code"])
    return types.ResultField(
        code=raw["code"],
        kind=raw["kind"],
        minimum=decimal(raw["minimum"]) if "minimum" in raw else None,
        maximum=decimal(raw["maximum"]) if "maximum" in raw else None,
        choices=_choices(raw, words, at),
        titles=words(*at, "title"),
    )


def _scale(raw: Raw, words: Words, theirs: bool) -> types.Scale:
    at = ("scales", raw["code"])
    return types.Scale(
        code=raw["code"],
        rule=raw["rule"],
        items=tuple(raw["items"]),
        reverse=tuple(raw.get("reverse", ())),
        minimum=_bound(raw["minimum"]),
        maximum=_bound(raw["maximum"]),
        source=raw["source"],
        titles=words(*at, "title"),
        meanings=words(*at, "higher_means"),
        mark=raw.get("mark", ""),
        recode=dict(raw.get("recode", {})),
        weights={code: decimal(weight) for code, weight in raw.get("weights", {}).items()},
        multiply=decimal(raw.get("multiply", 1)),
        places=raw.get("places", 2),
        missing=types.Missing(**raw.get("missing", {})),
        depends=tuple(raw.get("depends", ())),
        **(_figures(raw, words, at) if theirs else {}),
    )


def _bound(raw: str | int) -> int | Decimal:
    """A whole number stays one, however it is written; so it reads as it always did."""
    found = decimal(raw)
    return int(found) if found == int(found) else found


def _figures(raw: Raw, words: Words, at: tuple[str, ...]) -> dict[str, Any]:
    return {
        "cut_offs": tuple(
            _cut_offs(one, words, (*at, "cut_offs", one["code"])) for one in raw.get("cut_offs", ())
        ),
        "changes": tuple(_change(one) for one in raw.get("changes", ())),
        "norms": tuple(
            types.Norm(**{**one, "mean": decimal(one["mean"]), "sd": decimal(one["sd"])})
            for one in raw.get("norms", ())
        ),
    }


def _cut_offs(raw: Raw, words: Words, at: tuple[str, ...]) -> types.CutOffs:
    bands = [
        types.Band(decimal(band["at_least"]), words(*at, "bands", index, "says"))
        for index, band in enumerate(raw["bands"])
    ]
    return types.CutOffs(
        code=raw["code"],
        population=raw["population"],
        source=raw["source"],
        mark=raw["mark"],
        bands=tuple(sorted(bands, key=lambda band: band.at_least)),
        doi=raw.get("doi", ""),
    )


def _change(raw: Raw) -> types.Change:
    figures = {name: decimal(raw[name]) for name in ("sd", "r", "value") if name in raw}
    return types.Change(**{**raw, **figures})


def _battery(raw: Raw, words: Words) -> types.Battery:
    rule = dict(raw["rule"])
    if "between" in rule:
        rule["between"] = tuple(rule["between"])
    return types.Battery(
        **shared(raw),
        instruments=tuple(raw["instruments"]),
        rule=types.RuleSpec(**rule),
        titles=words("title"),
        purpose=raw.get("purpose", ""),
        sittings=raw.get("sittings", 1),
        blocks={name: tuple(codes) for name, codes in raw.get("blocks", {}).items()},
        each_gets=raw.get("each_gets", 0),
    )


QUESTIONNAIRES: dict[str, Callable[..., types.Content]] = {
    "instrument": _instrument,
    "battery": _battery,
}
