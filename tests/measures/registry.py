"""The instruments that ship, as their files say them; for the tests beside this."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from catalog.loader import load
from catalog.types import Instrument
from measures.scoring import score

CONTENT = Path(__file__).resolve().parents[2] / "content"
LIBRARY = load([CONTENT], CONTENT / "schemas")
LOADED = {one.code: one for one in LIBRARY.all("instrument")}
SAFETY = next(one.content for one in LIBRARY.all("safety"))
BATTERIES = {one.code: one.content for one in LIBRARY.all("battery")}

ANSWERED = (
    "perceived-stress-4",
    "perceived-stress-10",
    "perceived-stress-14",
    "dass-21",
    "phq-9",
    "gad-7",
    "epds",
    "opioid-craving-3",
    "parental-stress-18",
    "karitane-15",
    "postpartum-bonding-25",
    "maternal-antenatal-attachment-19",
    "maternal-postnatal-attachment-19",
    "mother-infant-bonding-8",
    "parental-reflective-functioning-18",
    "parenting-sense-of-competence-17",
    "ffmq-15",
    "mindful-attention-15",
    "emotion-regulation-10",
    "savoring-beliefs-24",
    "snaith-hamilton-14",
)
RECORDED = ("parenting-stress-index-4-sf", "asq-3", "nas", "urine-screen")
CALENDAR = "timeline-followback"
STAND_INS = tuple(f"standin-{slug}" for slug in ANSWERED)
OURS = ("arriving", "leaving", "craving", "stress", "closeness", "daily", "hard-moment")
OURS += ("practice-harm",)


def key(slug: str) -> Instrument:
    return LOADED[slug].content


def codes(*numbers: int) -> tuple[str, ...]:
    return tuple(f"i{number}" for number in numbers)


def scored(slug: str, answers: dict[str, int]) -> dict[str, Decimal | None]:
    one = key(slug)
    return {
        scale.code: score(scale, answers, one.items, tables=one.tables).value
        for scale in one.scales
    }


def all_at(slug: str, place: int) -> dict[str, int]:
    """The answer printed at this place, throughout."""
    return {item.code: item.values[place] for item in key(slug).items}


def all_with(slug: str, value: int) -> dict[str, int]:
    return {item.code: value for item in key(slug).items}
