"""Cards: plain, true as far as their source goes, for every mother."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog.loader import load
from catalog.types import LATER, Card
from safety.models import ToleranceGap

CONTENT = Path(__file__).resolve().parent.parent / "content"
LIBRARY = load([CONTENT], CONTENT / "schemas")
TOLERANCE: Card = LIBRARY.versions("card", "tolerance")[0]


def shown(lang: str) -> str:
    """Everything she may read on it."""
    leads = " ".join(lead.text.get(lang) for lead in TOLERANCE.leads)
    return f"{TOLERANCE.title(lang)} {leads} {TOLERANCE.body_html(lang)}"


def test_there_is_a_first_line_for_whatever_brings_it():
    assert {lead.code for lead in TOLERANCE.leads} == {*ToleranceGap.Kind.values, LATER}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_it_names_what_keeps_somebody_alive(lang):
    for word in ("911", "nalox"):
        assert word in shown(lang).lower()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_it_states_no_figure(lang):
    assert not re.search(r"\d|%", shown(lang).replace("911", ""))


def test_it_sends_her_to_ask_before_she_takes_her_medicine_again():
    assert "ask before you take it again" in shown("en")
    assert "pregunta antes de tomarla otra vez" in shown("es")


def test_it_neither_urges_nor_calls_any_amount_harmless():
    assert "We do not ask you to use." in shown("en") and "No amount is without danger." in shown(
        "en"
    )
    assert "No te pedimos que uses." in shown("es")
    assert not re.search(r"\bsafe(?:ly|r)?\b", shown("en"), re.I)
    assert not re.search(r"\bsegur[oa]\b", shown("es"), re.I)


@pytest.mark.parametrize("part", TOLERANCE.parts, ids=lambda part: part.code)
def test_every_paragraph_names_its_source(part):
    assert part.source and part.mark in "VCMJ" and re.fullmatch(r"\d{4}-\d\d-\d\d", part.checked)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("en: Before you go on", "en: About naloxone", "the word"),
        ("en: There were some days", "en: With your baby there were some days", "a child"),
        ("Una cantidad de antes puede", "Tomar 10 mg puede", "a figure"),
        ("code: later", "code: after", "later"),
        ("code: stopped", "code: discharge", "2 times"),
    ],
)
def test_a_card_that_tells_too_much_is_refused(tmp_path, old, new, said):
    text = (CONTENT / "cards" / "tolerance.yaml").read_text()
    assert old in text
    for folder in ("cards", "messages"):
        (tmp_path / folder).mkdir()
    words = CONTENT / "messages" / "forbidden.yaml"
    (tmp_path / "messages" / "forbidden.yaml").write_text(words.read_text())
    (tmp_path / "cards" / "tolerance.yaml").write_text(text.replace(old, new, 1))
    errors = [str(error) for error in load([tmp_path], CONTENT / "schemas").errors]
    assert len(errors) == 1 and said in errors[0] and "tolerance.yaml" in errors[0]
