"""Rules by item and by event, the notice, the closings; and what an author is told about them."""

import pytest

from catalog.build import build
from catalog.services import for_jurisdiction
from kernel.errors import BadInput
from tests.catalog.folder import MOOD, complaints, read, write
from tests.test_content import LIBRARY

RULES = LIBRARY.versions("safety", "us")[-1]

WATCHED = MOOD.replace("    reads: clinic", "    reads: clinic\n    safety_rule: low-mood")
SAFETY = """\
kind: safety
code: us
version: "0"
status: draft
languages: [en, es]
rules:
  - code: low-mood
    family: low-mood
    instrument: mood
    item: now
    at_least: 8
    tier: today
    who: on_duty
    title: {en: Thank you, es: Gracias}
    body: {en: Rest., es: Descansa.}
  - code: away
    family: gap
    event: discharge
    tier: none
notice: {signed: false, text: {en: Read this., es: Lee esto.}}
closings:
"""
CLOSING = """\
  - code: {}
    title: Done
    basis: to_her
    may_say: Nothing.
    source: written for a test
    mark: M
"""
CLOSINGS = "".join(
    CLOSING.format(code) for code in ("called", "visit", "emergency", "child_report", "legal")
)


def folder(tmp_path, safety: str = SAFETY + CLOSINGS, mood: str = WATCHED):
    return write(tmp_path, {"safety/us.yaml": safety, "instruments/mood.yaml": mood})


def test_a_file_that_is_right_has_no_errors(tmp_path):
    assert complaints(folder(tmp_path)) == []


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, None), (1, "missed-doses"), (2, "missed-doses"), (3, "missed-doses-days"),
     (30, "missed-doses-days"), (None, "missed-doses")],
)  # fmt: skip
def test_days_without_reach_the_highest_bar_they_can(days, code):
    rule = RULES.event("missed-doses", days)
    assert (rule.code if rule else None) == code


@pytest.mark.parametrize(
    ("event", "tier", "who"),
    [("stopped", "today", "on_duty"), ("discharge", "next_visit", "her_clinician"),
     ("return-to-use", "next_visit", "her_clinician")],
)  # fmt: skip
def test_an_event_has_a_tier_whatever_the_days(event, tier, who):
    for days in (None, 0, 4):
        rule = RULES.event(event, days)
        assert (rule.tier, rule.who) == (tier, who)
        assert rule.title("en") and rule.body("es")


def test_a_birth_brings_a_card_and_no_concern():
    assert RULES.event("birth").tier == "none"
    assert RULES.event("wedding") is None


def test_an_event_is_never_matched_by_an_answer():
    assert RULES.match(None, None, 3) is None


def test_every_way_to_close_says_what_may_be_said():
    for code in ("called", "visit", "emergency", "child_report", "legal"):
        closing = RULES.closing(code)
        assert closing.title and closing.may_say and closing.source and closing.mark in "VCM"
    assert "only that" in RULES.closing("child_report").may_say
    assert RULES.closing("emergency").source == "42 CFR 2.51"


def test_the_notice_is_a_draft_until_it_is_signed():
    assert not RULES.notice_signed
    assert "You can skip it." in RULES.notice("en")
    assert "Puedes saltar" in RULES.notice("es")


def test_a_body_of_version_0_still_builds(tmp_path):
    body = read(folder(tmp_path)).contents["safety", "us", "0"].body
    structure = {k: v for k, v in body["structure"].items() if k not in ("notice", "closings")}
    rule = {k: v for k, v in structure["rules"][0].items() if k != "who"}
    old = build("safety", {**body, "structure": {**structure, "rules": [rule]}})
    assert old.match("mood", "now", 9).who == "on_duty"
    assert old.closings == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tier: none", "tier: today", "no"),
        ("event: discharge", "event: wedding", "use one of"),
        ("    at_least: 8\n", "", "at_least"),
        ("at_least: 8", "at_least: 99", "no answer has this value"),
        ("item: now", "item: then", "not watched by it"),
        ("who: on_duty\n", "who: on_duty\n    line: nobody\n", "no help line “nobody”"),
        (CLOSING.format("legal"), "", "there is no closing “legal”"),
        ("signed: false, ", "", "signed"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, said):
    whole = SAFETY + CLOSINGS
    assert old in whole
    found = complaints(folder(tmp_path, whole.replace(old, new)))
    assert found and said in " ".join(found)


def test_two_rules_for_an_event_need_two_bars(tmp_path):
    again = "  - code: away-too\n    family: gap\n    event: discharge\n    tier: none\nnotice:"
    found = complaints(folder(tmp_path, (SAFETY + CLOSINGS).replace("notice:", again)))
    assert "two rules with this bar" in found[0]


def test_what_only_she_reads_cannot_call_anybody(tmp_path):
    found = complaints(folder(tmp_path, mood=WATCHED.replace("reads: clinic", "reads: only_me")))
    assert any("staff must act on it" in one for one in found)
    assert any("for her eyes only" in one for one in found), "nor be counted in a score"


def test_what_some_clinics_do_not_ask_is_counted_in_no_score(tmp_path):
    mood = WATCHED.replace("reads: clinic", "reads: clinic\n    protocol: violence")
    assert "asked in some clinics only" in complaints(folder(tmp_path, mood=mood))[0]


@pytest.mark.parametrize("reads", ["only_counts", "not_kept", "everybody"])
def test_there_are_two_ways_an_answer_is_read(tmp_path, reads):
    found = complaints(folder(tmp_path, mood=WATCHED.replace("reads: clinic", f"reads: {reads}")))
    assert "use one of: clinic, only_me" in found[0]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["safety", "crisis"])
def test_a_place_nobody_knows_gets_the_content_of_the_default_one(kind):
    assert for_jurisdiction(kind, "nowhere").code == "us"
    with pytest.raises(BadInput):
        for_jurisdiction("poem", "nowhere")
