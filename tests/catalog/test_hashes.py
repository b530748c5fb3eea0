"""A hash follows what content says, not how its file is laid out."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


def shuffled(value, draw):
    """The same value with its keys in another order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: shuffled(value[key], draw) for key in keys}
    return [shuffled(one, draw) for one in value] if isinstance(value, list) else value


SIGNED = st.lists(
    st.fixed_dictionaries(
        {
            "role": st.sampled_from(["clinician", "lived_experience", "bilingual"]),
            "name": st.sampled_from(["A B", "C D"]),
            "on": st.dates().map(str),
        }
    ),
    max_size=3,
    unique_by=(lambda one: one["role"], lambda one: one["name"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data())
def test_neither_order_nor_signatures_change_a_hash(tmp_path, data):
    value = shuffled(yaml.safe_load(MOOD), data.draw)
    reviews = data.draw(SIGNED)
    if reviews:
        value["review"] = reviews
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    assert hashes(tmp_path, text) == hashes(tmp_path, MOOD)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(words=st.text(st.characters(categories=["L", "Nd"]), min_size=1))
def test_any_other_word_changes_the_hash_of_its_language(tmp_path, words):
    value = yaml.safe_load(MOOD)
    value["items"][0]["prompt"]["es"] += words
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    structure, wording = hashes(tmp_path, MOOD)
    new_structure, new_wording = hashes(tmp_path, text)
    assert (new_structure, new_wording["en"]) == (structure, wording["en"])
    assert new_wording["es"] != wording["es"]
