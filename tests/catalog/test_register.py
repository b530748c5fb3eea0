"""What was released is kept as it was, and cannot be changed under its version."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog import checks, services
from catalog.models import ContentVersion
from kernel.errors import BadInput, Conflict
from tests.catalog.folder import MOOD, write_instrument

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path, settings):
    """A folder of this installation, beside the project's own content."""
    settings.CONTENT_PACKS = [tmp_path]
    services.library.cache_clear()
    yield tmp_path
    services.library.cache_clear()


def register(folder, text):
    write_instrument(folder, text)
    services.library.cache_clear()
    return [str(row) for row in services.register_content(now=NOW)]


def test_a_new_version_is_archived_once(pack):
    assert register(pack, MOOD) == ["instrument mood@0"]
    assert register(pack, MOOD) == []
    row = services.released("instrument", "mood")
    assert (row.version, row.status, row.registered_at) == ("0", "draft", NOW)
    assert set(row.wording_hashes) == {"en", "es"}
    assert row.languages == ("en", "es")


def test_other_words_under_the_same_version_are_refused(pack):
    register(pack, MOOD)
    with pytest.raises(Conflict) as refused:
        register(pack, MOOD.replace("How are you now?", "How are you?"))
    assert "instruments/mood.yaml:3: instrument mood@0 was released" in refused.value.message


def test_another_structure_under_the_same_version_is_refused(pack):
    register(pack, MOOD)
    with pytest.raises(Conflict):
        register(pack, MOOD.replace("licence: Apache-2.0", "licence: MIT"))


def test_the_next_version_is_released_and_the_old_one_kept(pack):
    register(pack, MOOD)
    register(pack, MOOD.replace('"0"', '"1"').replace("How are you now?", "And now?"))
    assert services.released("instrument", "mood").version == "1"
    old = services.released("instrument", "mood", version="0")
    assert old.content.item("now").prompt("en") == "How are you now?"


def test_ten_comes_after_nine(pack):
    (pack / "instruments").mkdir()
    for number in ("10", "9"):
        text = MOOD.replace('"0"', f'"{number}"')
        (pack / f"instruments/mood-{number}.yaml").write_text(text, encoding="utf-8")
    services.library.cache_clear()
    services.register_content(now=NOW)
    assert services.released("instrument", "mood").version == "10"


def test_a_withdrawn_version_is_not_given_out(pack):
    register(pack, MOOD)
    register(pack, MOOD.replace('"0"', '"1"').replace("status: draft", "status: withdrawn"))
    assert services.released("instrument", "mood").version == "0"


def test_content_renders_though_its_file_is_gone(pack):
    register(pack, MOOD)
    (pack / "instruments/mood.yaml").unlink()
    services.library.cache_clear()
    assert services.released("instrument", "mood").content.title("es") == "Ánimo"


def test_nothing_is_registered_while_a_file_is_wrong(pack):
    before = ContentVersion.objects.count()
    with pytest.raises(BadInput, match=r"mood\.yaml:4"):
        register(pack, MOOD.replace("draft", "done"))
    assert ContentVersion.objects.count() == before


def test_unknown_content_is_said_plainly(pack):
    with pytest.raises(BadInput, match="There is no released instrument “nope”"):
        services.released("instrument", "nope")
    with pytest.raises(BadInput, match="mood@7"):
        register(pack, MOOD)
        services.released("instrument", "mood", version="7")


def test_a_list_does_not_carry_the_bodies(pack, django_assert_num_queries):
    register(pack, MOOD)
    with django_assert_num_queries(1):
        assert "body" in ContentVersion.objects.get(code="mood").get_deferred_fields()


def test_the_check_names_a_wrong_file(pack):
    write_instrument(pack, MOOD.replace("draft", "done"))
    services.library.cache_clear()
    (error,) = checks.content_reads_well(None)
    assert (error.id, "mood.yaml:4" in error.msg) == ("catalog.E001", True)


def test_the_check_names_a_changed_version(pack):
    register(pack, MOOD)
    write_instrument(pack, MOOD.replace("How are you now?", "How are you?"))
    services.library.cache_clear()
    (error,) = checks.released_content_is_unchanged(None, databases=["default"])
    assert error.id == "catalog.E002"
    assert checks.released_content_is_unchanged(None) == []


def test_check_content_says_ok_or_the_line(pack):
    out = StringIO()
    call_command("check_content", write_instrument(pack), stdout=out)
    assert "instruments/mood.yaml: ok" in out.getvalue()
    write_instrument(pack, MOOD.replace("draft", "done"))
    with pytest.raises(CommandError, match="1 to put right in 1 files"):
        call_command("check_content", pack, stdout=out)
    assert "instruments/mood.yaml:4: “status” is 'done'" in out.getvalue()


def test_check_content_reads_a_folder_outside_the_packs(tmp_path):
    out = StringIO()
    call_command("check_content", write_instrument(tmp_path), stdout=out)
    assert "instruments/mood.yaml: ok" in out.getvalue()


def test_register_content_says_what_is_new(pack):
    write_instrument(pack)
    services.library.cache_clear()
    out = StringIO()
    call_command("register_content", stdout=out)
    assert "registered instrument mood@0 (draft)" in out.getvalue()
    write_instrument(pack, MOOD.replace("How are you now?", "How are you?"))
    services.library.cache_clear()
    with pytest.raises(CommandError, match="was released"):
        call_command("register_content")


def test_a_drawing_comes_from_the_folders_and_nowhere_else():
    assert services.drawing("cup").startswith("<svg")
    assert services.drawing("../../manage") == ""
