"""A wrong content file is named with its line and with what to do."""

import pytest

from tests.catalog.folder import (
    CURRICULUM,
    MOOD,
    SESSION,
    complaints,
    read,
    write,
    write_curriculum,
    write_instrument,
)


def test_a_right_folder_has_nothing_to_complain_about(tmp_path):
    write_instrument(tmp_path)
    write_curriculum(tmp_path)
    assert complaints(tmp_path) == []
    assert set(read(tmp_path).contents) == {
        ("instrument", "mood", "0"),
        ("curriculum", "small", "0"),
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: instrument", "kind: instument", "mood.yaml:1: the file does not say what it is"),
        ('version: "0"', "version: 0", 'mood.yaml:3: “version” must be text — a number in quotes'),
        ("status: draft", "status: done", "mood.yaml:4: “status” is 'done' — use one of: draft,"),
        ("code: mood", "code: Mood", "small letters, digits and single hyphens"),
        ("    low: {en", "    lo: {en", "mood.yaml:20: “lo” is not known here — did you mean low?"),
        ("    maximum: 10\n    prompt", "    prompt", "mood.yaml:12: “maximum” is missing"),
        ("      es: ¿Cómo estás?\n", "", "mood.yaml:17: “prompt” has no text in “es”"),
        ("      es: ¿Cómo", "      fr: ¿Cómo", "mood.yaml:19: “fr” is not among the languages"),
        ("items: [now]", "items: [then]", "mood.yaml:25: no such item to count: “then”"),
        ("    maximum: 10\n    source", "    maximum: 9\n    source", "reach from 0 to 10"),
        ("kind: scale", "kind: scale\n    kind: choice", "mood.yaml:14: “kind” stands here twice"),
        ("languages: [en, es]", "languages: [en, es", "mood.yaml:6: not valid YAML"),
        ("    reads: clinic", "    reads: clinic\n    safety_rule: own-harm", "no rule “own-harm”"),
        ("status: draft", "status: draft\ncutoff: 5", "mood.yaml:5: “cutoff” is not known here"),
        ("    rule: sum", "    rule: sum\n    bands: 3", "“bands” is not known here"),
        ("    kind: scale", "    kind: scale\n    ioinc: 1-2", "“ioinc” is not known here"),
        ("code: now", "code: craving_now", "the code “craving_now” says “craving”"),
        ("high: {en: high, es", "high: {en: high, up, es", "a comma or a colon need quotes"),
    ],
)  # fmt: skip
def test_an_error_has_file_line_and_hint(tmp_path, old, new, expected):
    assert old in MOOD
    write_instrument(tmp_path, MOOD.replace(old, new, 1))
    found = complaints(tmp_path)
    assert any(expected in line for line in found), found
    assert all(line.startswith("instruments/mood.yaml:") and " — " in line for line in found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("at: 60", "at: 0", "session.yaml:16: the cues are not in order of time"),
        ("at: 60", "at: 120", "session.yaml:16: the last cue comes at 120 of 120 s"),
        ("minutes: 3", "minutes: 30", "session.yaml:4: minutes is 30 — its steps come to 3 to 3"),
        ("code: two", "code: one", "session.yaml:16: “one” is used 2 times"),
        ("            sounds: L", "            noise: L", "session.yaml:22: “noise” is no way to"),
        ("            any: Begin.\n", "", "session.yaml:20: no wording for “any”"),
        ("    minutes: 1", "    minutes: 1\n    drawing: cup", "session.yaml:10: no drawing “cup”"),
        ("    seconds: 120", "    seconds: 120\n    short: hello", "is no other practice here"),
    ],
)  # fmt: skip
def test_an_error_in_a_session_names_the_session_file(tmp_path, old, new, expected):
    assert old in SESSION
    write_curriculum(tmp_path, SESSION.replace(old, new, 1))
    found = complaints(tmp_path)
    assert any(expected in line for line in found), found


def test_the_code_of_a_step_gives_nothing_away(tmp_path):
    write_curriculum(tmp_path, SESSION.replace("code: sit", "code: methadone"))
    pages = tmp_path / "curricula/small@0/01-first/en"
    (pages / "sit.md").rename(pages / "methadone.md")
    (line,) = complaints(tmp_path)
    assert "session.yaml:10: the code “methadone” says “methad”" in line


def test_a_step_without_a_page_says_which_file_to_write(tmp_path):
    write_curriculum(tmp_path)
    (tmp_path / "curricula/small@0/01-first/en/sit.md").unlink()
    (line,) = complaints(tmp_path)
    assert "01-first/session.yaml:10: the step “sit” has no page" in line
    assert "01-first/en/sit.md" in line


def test_a_page_without_a_step_is_an_error(tmp_path):
    write_curriculum(tmp_path)
    write(tmp_path, {"curricula/small@0/01-first/en/sit.at_home.md": "# Sit\n\nDown."})
    (line,) = complaints(tmp_path)
    assert "sit.at_home.md:1: a page that belongs to no step" in line


def test_a_page_without_a_title_is_an_error(tmp_path):
    write_curriculum(tmp_path)
    write(tmp_path, {"curricula/small@0/01-first/en/sit.md": "Sit down."})
    (line,) = complaints(tmp_path)
    assert "en/sit.md:1: a page without title or text" in line


def test_a_gap_in_the_numbers_of_sessions_is_an_error(tmp_path):
    write_curriculum(tmp_path)
    (tmp_path / "curricula/small@0/01-first").rename(tmp_path / "curricula/small@0/02-first")
    assert any("out of order" in line for line in complaints(tmp_path))


def test_the_same_version_twice_is_an_error(tmp_path):
    write_instrument(tmp_path)
    write(tmp_path, {"instruments/other.yaml": MOOD})
    (line,) = complaints(tmp_path)
    assert line.startswith("instruments/other.yaml:3: mood@0 twice")


def test_two_versions_side_by_side_are_fine(tmp_path):
    write_instrument(tmp_path)
    write(tmp_path, {"instruments/mood-1.yaml": MOOD.replace('"0"', '"1"')})
    assert complaints(tmp_path) == []
    assert len(read(tmp_path).versions("instrument", "mood")) == 2


def test_a_file_with_the_other_ending_is_named(tmp_path):
    write(tmp_path, {"instruments/mood.yml": MOOD})
    (line,) = complaints(tmp_path)
    assert "mood.yml:1" in line
    assert "rename it to end in .yaml" in line


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- a list", b"\t: x"])
def test_nonsense_is_an_error_and_not_a_crash(tmp_path, content):
    write_instrument(tmp_path)
    (tmp_path / "instruments/zz.yaml").write_bytes(content)
    (line,) = complaints(tmp_path)
    assert line.startswith("instruments/zz.yaml:1:")


def test_one_wrong_file_does_not_hide_the_others(tmp_path):
    write_instrument(tmp_path, MOOD.replace("kind: scale", "kind: slider"))
    write_curriculum(tmp_path)
    write(tmp_path, {"curricula/small@0/curriculum.yaml": CURRICULUM.replace("claim", "clam")})
    assert {error.file for error in read(tmp_path).errors} == {
        "instruments/mood.yaml",
        "curricula/small@0/curriculum.yaml",
    }
