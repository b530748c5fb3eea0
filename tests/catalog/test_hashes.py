"""A hash follows what content says, not how its file is laid out."""

import pytest

from tests.catalog.folder import MOOD, read, write_curriculum, write_instrument


def hashes(folder, text):
    loaded = read(write_instrument(folder, text)).contents["instrument", "mood", "0"]
    return loaded.structure_hash, loaded.wording_hashes


def test_order_of_keys_and_spacing_do_not_matter(tmp_path):
    lines = MOOD.replace("status: draft\n", "").replace("    reads: clinic\n", "")
    other = "status:   draft   # a remark\n\n" + lines.replace(
        "    minimum: 0\n    maximum: 10\n    prompt:",
        "    maximum: 10\n    minimum:  0\n    reads: 'clinic'\n    prompt:",
    )
    other = other.replace("{en: low, es: bajo}", "{es: bajo, en: 'low'}")
    assert hashes(tmp_path, other) == hashes(tmp_path, MOOD)


@pytest.mark.parametrize(
    ("old", "new", "lang", "other"),
    [("How are you now?", "How are you?", "en", "es"), ("¿Cómo estás?", "¿Cómo vas?", "es", "en")],
)
def test_other_words_change_the_hash_of_their_language_only(tmp_path, old, new, lang, other):
    structure, wording = hashes(tmp_path, MOOD)
    new_structure, new_wording = hashes(tmp_path, MOOD.replace(old, new))
    assert new_structure == structure
    assert new_wording[lang] != wording[lang]
    assert new_wording[other] == wording[other]


@pytest.mark.parametrize(
    ("old", "new"), [("status: draft", "status: signed"), ("rule: sum", "rule: mean")]
)
def test_another_structure_changes_the_structure_hash_only(tmp_path, old, new):
    structure, wording = hashes(tmp_path, MOOD)
    assert hashes(tmp_path, MOOD.replace(old, new)) != (structure, wording)
    assert hashes(tmp_path, MOOD.replace(old, new))[1] == wording


def test_a_page_of_a_step_is_part_of_the_wording(tmp_path):
    before = read(write_curriculum(tmp_path)).contents["curriculum", "small", "0"]
    page = tmp_path / "curricula/small@0/01-first/en/hello.with_baby.md"
    page.write_text("# Hello\n\nWelcome, both of you.\n")
    after = read(tmp_path).contents["curriculum", "small", "0"]
    assert after.structure_hash == before.structure_hash
    assert after.wording_hashes != before.wording_hashes
