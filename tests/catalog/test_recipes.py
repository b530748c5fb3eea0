"""The recipes of content/README.md, followed to the letter: new files, and nothing to put right."""

import shutil
from pathlib import Path

from catalog.loader import load
from tests.catalog.folder import SCHEMAS

CONTENT = SCHEMAS.parent


def renamed(source: Path, target: Path, **words: str) -> None:
    text = source.read_text(encoding="utf-8")
    for old, new in words.items():
        text = text.replace(f"{old}: {old_value(text, old)}", f"{old}: {new}", 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def old_value(text: str, key: str) -> str:
    return text.split(f"\n{key}: ", 1)[1].split("\n", 1)[0]


def test_a_questionnaire_is_two_new_files(tmp_path):
    renamed(CONTENT / "instruments/craving.yaml", tmp_path / "instruments/sleep.yaml", code="sleep")
    renamed(
        CONTENT / "batteries/weekly-check-in.yaml",
        tmp_path / "batteries/sleep-weekly.yaml",
        code="sleep-weekly",
        instruments="[sleep]",
    )
    found = load([CONTENT, tmp_path], SCHEMAS)
    assert [str(error) for error in found.errors] == []
    assert found.versions("battery", "sleep-weekly")[0].instruments == ("sleep",)


def test_a_message_that_gives_her_away_is_an_error(tmp_path):
    source = CONTENT / "messages/reminder-due.yaml"
    renamed(source, tmp_path / "messages/other.yaml", code="other")
    assert load([CONTENT, tmp_path], SCHEMAS).errors == []
    file = tmp_path / "messages/other.yaml"
    for said in ("Your clinic has a note.", "Your baby and you", "A bit of mindfulness"):
        file.write_text(file.read_text().replace("You have something waiting.", said))
        (error,) = load([CONTENT, tmp_path], SCHEMAS).errors
        assert (error.file, "in “en”" in error.message) == ("messages/other.yaml", True)
        file.write_text(file.read_text().replace(said, "You have something waiting."))


def test_a_session_is_a_new_version_with_one_more_folder(tmp_path):
    old = CONTENT / "curricula/more-companion@0"
    new = tmp_path / "curricula/more-companion@2"
    shutil.copytree(old, new)
    renamed(old / "curriculum.yaml", new / "curriculum.yaml", version='"2"')
    shutil.copytree(new / "02-another-way", new / "03-more-ways")
    session = new / "03-more-ways/session.yaml"
    session.write_text(session.read_text().replace("code: another-way", "code: more-ways", 1))
    found = load([CONTENT, tmp_path], SCHEMAS)
    assert [str(error) for error in found.errors] == []
    first, *_, second = found.versions("curriculum", "more-companion")
    assert [one.code for one in first.sessions] == ["noticing", "another-way"]
    assert [one.ordinal for one in second.sessions] == [1, 2, 3]
