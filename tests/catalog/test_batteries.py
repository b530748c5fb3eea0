"""Batteries: when they are asked, whom each block is for."""

import pytest

from tests.catalog.folder import MOOD, read, write

BATTERY = """\
kind: battery
code: small
version: "0"
status: draft
languages: [en]
title: {en: Small}
purpose: weekly
sittings: 2
instruments: [mood, calm]
blocks: {a: [mood], b: [calm.now]}
each_gets: 1
rule:
  kind: momentary
  anchor: course_start
  first_day: 0
  prompts_a_day: 2
  between: ["09:00", "20:00"]
  min_gap_minutes: 120
  days: 14
  stays_open_minutes: 45
"""


def library(tmp_path, text=BATTERY):
    files = {
        "instruments/mood.yaml": MOOD,
        "instruments/calm.yaml": MOOD.replace("code: mood", "code: calm"),
        "batteries/small.yaml": text,
    }
    return read(write(tmp_path, files))


def rule_of(tmp_path, rule):
    text = BATTERY[: BATTERY.index("rule:")] + "rule: " + rule + "\n"
    found = library(tmp_path, text)
    assert [str(error) for error in found.errors] == []
    return found.versions("battery")[0].rule


def test_a_battery_says_what_its_file_says(tmp_path):
    found = library(tmp_path)
    assert [str(error) for error in found.errors] == []
    (one,) = found.versions("battery")
    assert (one.purpose, one.sittings, one.each_gets) == ("weekly", 2, 1)
    assert one.blocks == {"a": ("mood",), "b": ("calm.now",)}
    assert (one.rule.kind, one.rule.prompts_a_day, one.rule.between) == (
        "momentary",
        2,
        ("09:00", "20:00"),
    )
    assert one.rule.stays_open_minutes == 45


@pytest.mark.parametrize(
    "rule",
    [
        "{kind: self_started}",
        "{kind: each_session, open_days: 6}",
        "{kind: course_end, open_days: 14}",
    ],
)
def test_a_rule_says_only_what_its_kind_needs(tmp_path, rule):
    assert rule_of(tmp_path, rule).kind in rule


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  kind: momentary\n", "", "“every_days” is missing"),
        ("  days: 14\n", "", "“days” is missing"),
        ("kind: momentary", "kind: hourly", "use one of: clock, momentary"),
        ("kind: momentary", "kind: self_started", "prompts belong to another kind"),
        ('["09:00", "20:00"]', '["20:00", "09:00"]', "the day ends before it begins"),
        ("min_gap_minutes: 120", "min_gap_minutes: 661", "do not fit into her day"),
        ("each_gets: 1", "each_gets: 2", "every mother would get every block"),
        ("each_gets: 1\n", "", "each_gets"),
        ("b: [calm.now]", "b: [mood]", "“mood” is used 2 times"),
        ("b: [calm.now]", "b: [calm.then]", "“calm” has no item “then”"),
        ("b: [calm.now]", "b: [stress]", "“stress” is not asked here"),
        ("blocks: {a: [mood], b:", "blocks: {aa: [mood], bb:", "two letters are a language"),
        ("purpose: weekly", "purpose: hourly", "use one of: enrolment, wave"),
    ],
)
def test_what_makes_no_sense_is_said(tmp_path, old, new, expected):
    assert old in BATTERY
    said = [str(error) for error in library(tmp_path, BATTERY.replace(old, new)).errors]
    assert any(expected in one for one in said), said
