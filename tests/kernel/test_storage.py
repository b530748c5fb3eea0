"""A script imports the hashed name of another, so that one deploy is one version."""

import re

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "kernel.storage.HashedFilesStorage"},
    }
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
    return root


def test_every_import_of_a_collected_script_names_a_file_with_its_hash(collected):
    seen = []
    for script in (collected / "js").rglob("*.????????????.js"):
        for name in re.findall(r"""from\s*["'](\.\.?/[^"']+)["']""", script.read_text()):
            seen.append(name)
            assert re.fullmatch(r"[\w./-]+\.[0-9a-f]{12}\.js", name), f"{script.name} → {name}"
            assert (script.parent / name).is_file()
    assert seen
