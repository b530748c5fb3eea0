"""Cues in files of their own, what a session is for, and the shelf."""

import pytest

from tests.catalog.folder import CURRICULUM, SESSION, complaints, read, write, write_curriculum

AT = "curricula/small@0"
CUES = """\
cues:
  - {at: 0, two: 0, en: "Begin."}
  - at: 60
    code: middle
    en:
      any: Half way.
      sounds: Listen.
  - {at: 90, en: "Nearly."}
"""
APART = SESSION[: SESSION.index("    cues:")]


def with_cues(folder, cues=CUES, session=APART):
    write_curriculum(folder, session)
    return write(folder, {f"{AT}/01-first/cues/sit.yaml": cues})


def small(folder):
    found = read(folder)
    assert [str(error) for error in found.errors] == []
    return found.contents["curriculum", "small", "0"].content


def test_cues_of_their_own_are_those_of_the_step(tmp_path):
    step = small(with_cues(tmp_path)).session("first").step("sit")
    assert [(cue.code, cue.at, cue.two) for cue in step.cues] == [
        ("c01", 0, 0), ("middle", 60, None), ("c03", 90, None)
    ]  # fmt: skip
    assert step.cue_text("middle", "en", anchor="sounds") == "Listen."


def test_written_in_one_file_or_two_it_is_the_same_content(tmp_path):
    cues = [("c01", 0, "Begin."), ("c02", 60, "Half way.")]
    inside = "".join(
        f"      - code: {code}\n        at: {at}\n        text: {{en: {text}}}\n"
        for code, at, text in cues
    )
    outside = "".join(f"  - {{at: {at}, en: {text}}}\n" for _code, at, text in cues)
    write_curriculum(tmp_path / "a", f"{APART}    cues:\n{inside}")
    with_cues(tmp_path / "b", f"cues:\n{outside}")
    one, other = (read(tmp_path / name).contents["curriculum", "small", "0"] for name in "ab")
    assert one.structure_hash == other.structure_hash
    assert one.wording_hashes == other.wording_hashes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("at: 90", "at: 60", "sit.yaml:1: the cues are not in order of time"),
        ('en: "Nearly."', 'fr: "Bientôt."', "sit.yaml:8: “fr” is not among the languages"),
        ("      any: Half way.\n", "", "sit.yaml:5: no wording for “any”"),
        ("sounds: Listen", "noise: Listen", "sit.yaml:7: “noise” is no way to be addressed"),
        ("two: 0", "too: 0", "sit.yaml:2: “too” is not known here — did you mean two?"),
        ("at: 0,", "", "sit.yaml:2: “at” is missing"),
        ('"Nearly."}', '"Nearly [now]."}', "sit.yaml:8: a square bracket in “en”"),
        ("cues:", "cue:", "sit.yaml:1: “cues” is missing"),
        ("- {at: 0", "- {at: 0", ""),
    ],
)
def test_an_error_in_cues_names_their_file(tmp_path, old, new, expected):
    assert old in CUES
    with_cues(tmp_path, CUES.replace(old, new, 1))
    found = complaints(tmp_path)
    assert any(expected in line for line in found) or (not expected and found == []), found


def test_cues_without_a_step_and_a_step_without_cues_are_errors(tmp_path):
    write_curriculum(tmp_path, APART)
    (line,) = complaints(tmp_path)
    assert "“cues” is missing" in line and "cues/<step>.yaml" in line
    write(tmp_path, {f"{AT}/01-first/cues/hello.yaml": CUES})
    assert any(
        "cues/hello.yaml:1: cues that belong to no step" in one for one in complaints(tmp_path)
    )


def test_cues_twice_are_an_error(tmp_path):
    with_cues(tmp_path, session=SESSION)
    (line,) = complaints(tmp_path)
    assert "cues/sit.yaml:1: cues that belong to no step" in line


def add(folder, name, role=None, code=None, session=SESSION):
    """One more session folder, or the shelf."""
    code = code or name.lstrip("0123456789-")
    text = session.replace("code: first", f"code: {code}" + (f"\nrole: {role}" if role else ""))
    pages = {f"{AT}/{name}/en/{step}.md": "# T\n\nWords.\n" for step in ("hello", "sit")}
    if "code: hello" not in text:
        del pages[f"{AT}/{name}/en/hello.md"]
    return write(
        folder, {f"{AT}/curriculum.yaml": CURRICULUM, f"{AT}/{name}/session.yaml": text, **pages}
    )


SHELF = SESSION.replace("  - code: hello\n    kind: reading\n    minutes: 1\n", "")
SHELF = SHELF.replace("minutes: 3\nopens_after_days: 0\n", "")


def test_only_sessions_are_counted_among_the_eight(tmp_path):
    add(tmp_path, "01-words", "opening")
    add(tmp_path, "02-one")
    add(tmp_path, "03-two", "session")
    add(tmp_path, "04-end", "closing")
    add(tmp_path, "shelf", "shelf", session=SHELF)
    content = small(tmp_path)
    assert [(one.code, one.ordinal, one.number) for one in content.sessions] == [
        ("words", 1, None), ("one", 2, 1), ("two", 3, 2), ("end", 4, None)
    ]  # fmt: skip
    assert content.session("shelf") is content.shelf
    assert (content.shelf.role, content.shelf.number, content.shelf.minutes) == ("shelf", None, 2)
    assert content.shelf not in content.sessions and content.all_sessions[-1] is content.shelf


def test_an_older_body_has_no_shelf_and_counts_every_session(tmp_path):
    content = small(write_curriculum(tmp_path))
    assert content.shelf is None
    assert content.all_sessions == content.sessions
    assert [(one.role, one.number) for one in content.sessions] == [("session", 1)]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["session", "opening"], "02-x/session.yaml:2: the opening at place 2"),
        (["opening", "opening"], "02-x/session.yaml:2: the opening at place 2"),
        (["closing", "session"], "01-x/session.yaml:2: the closing at place 1"),
        (["session", "shelf"], "02-x/session.yaml:2: the role does not fit the folder"),
    ],
)
def test_the_opening_is_first_and_the_closing_last(tmp_path, places, expected):
    for number, role in enumerate(places, 1):
        add(tmp_path, f"{number:02d}-x", role, code=f"code-{number}")
    assert any(expected in line for line in complaints(tmp_path)), complaints(tmp_path)


def test_a_shelf_holds_practices_that_stir_nothing_up(tmp_path):
    add(tmp_path, "01-one")
    add(tmp_path, "shelf", "shelf", session=SESSION)
    assert any("a reading on the shelf" in line for line in complaints(tmp_path))
    (tmp_path / AT / "shelf/en/hello.md").unlink()
    add(tmp_path, "shelf", "shelf", session=SHELF + "    provoking: true\n")
    assert any("what may stir things up on the shelf" in line for line in complaints(tmp_path))
    add(tmp_path, "shelf", session=SESSION)
    assert any("the role does not fit the folder" in line for line in complaints(tmp_path))


def test_facts_are_for_reviewers_and_never_from_memory(tmp_path):
    fact = '    minutes: 1\n    facts:\n      - {{says: It is so., source: "doi 10.1/x", mark: {}}}'
    write_curriculum(tmp_path, SESSION.replace("    minutes: 1", fact.format("V")))
    (found,) = small(tmp_path).session("first").step("hello").facts
    assert (found.says, found.source, found.mark) == ("It is so.", "doi 10.1/x", "V")
    write_curriculum(tmp_path, SESSION.replace("    minutes: 1", fact.format("M")))
    (line,) = complaints(tmp_path)
    assert "“mark” is 'M'" in line
