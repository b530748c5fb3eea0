"""What the documents say is there is there, and the other way round."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from kernel.management.commands import data_dictionary

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".venv", ".git", "var", "static-built", "test-artefacts", "__pycache__"}
SKIPPED |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
TEXT = {".py", ".md", ".html", ".css", ".js", ".yaml", ".yml", ".txt", ".in", ".toml", ".json"}
TEXT |= {".po", ".svg", ".example", ".sh", ""}
NAME = r"[A-Z][A-Z0-9_]+"


def files(*suffixes: str) -> Iterator[Path]:
    """The repository's own files with these endings."""
    for path in sorted(ROOT.rglob("*")):
        inside = not SKIPPED & set(path.relative_to(ROOT).parts)
        if inside and path.is_file() and path.suffix in suffixes:
            yield path


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings_read() -> set[str]:
    """Every name the settings or manage.py take from the environment."""
    found = re.findall(rf'\benv\.\w+\(\s*"({NAME})"', read("more_platform/settings.py"))
    found += re.findall(rf'environ\.get\("({NAME})"\)', read("manage.py"))
    return set(found)


def compose_variables() -> set[str]:
    """Names that only the compose file reads from .env."""
    return set(re.findall(rf"\$\{{({NAME})", read("docker-compose.yml")))


def table_names(heading: str) -> set[str]:
    """The back-quoted first cells of the tables below a heading of operations.md."""
    text = read("docs/operations.md")
    assert f"\n## {heading}\n" in text, f"docs/operations.md has no section “{heading}”"
    body = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([\w.]+)", body, re.MULTILINE))


def test_every_setting_is_in_the_example_and_back():
    example = set(re.findall(rf"^#? ?({NAME})=", read(".env.example"), re.MULTILINE))
    assert settings_read() - example == set()
    assert example - settings_read() - compose_variables() == set()


def test_every_setting_is_explained_for_operators_and_back():
    documented = table_names("Settings")
    assert settings_read() - documented == set()
    assert documented - settings_read() - compose_variables() == set()


def test_every_compose_variable_is_explained():
    assert compose_variables() - table_names("Settings") == set()


def test_every_command_of_ours_is_explained_and_back():
    apps = {config.name for config in data_dictionary.our_apps()}
    ours = {name for name, app in get_commands().items() if app in apps}
    assert table_names("Commands") == ours


@pytest.mark.parametrize("path", list(files(".md")), ids=lambda p: str(p.relative_to(ROOT)))
def test_links_resolve(path):
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r' src="([^"]+)"', text):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        linked = (path.parent / name).resolve() if name else path
        assert linked.exists(), f"{target} leads nowhere"
        if anchor and linked.suffix == ".md":
            assert anchor in anchors(linked), f"{target}: no such heading"


def anchors(path: Path) -> set[str]:
    """Heading anchors as the usual Markdown hosts make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}


def claims_in(text: str) -> list[str]:
    """Words of proof outside back-quotes (a quoted word is mentioned, not claimed)."""
    plain = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    return re.findall(r"\b(?:effective|proven|safe on a shared\s+phone)\b", plain, re.IGNORECASE)


@pytest.mark.parametrize("path", list(files(".md")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_document_claims_proof(path):
    assert claims_in(path.read_text(encoding="utf-8")) == []


def test_a_claim_would_be_found():
    assert claims_in("It is Proven, and safe on a shared\nphone. We avoid `effective`.") == [
        "Proven",
        "safe on a shared\nphone",
    ]


def test_no_file_names_the_machine_it_was_written_on():
    # Put together here so that this file does not find itself.
    marks = ["/wo" + "rk/", "/tmp/" + "plan", "/ro" + "ot/", "index" + "-url", "stee" + "ring"]
    found = []
    for path in files(*TEXT):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {mark}" for mark in marks if mark in text]
    assert found == []


def test_the_data_dictionary_is_current():
    assert read("docs/data-dictionary.md") == data_dictionary.render()


def test_every_table_says_what_it_is_for():
    bare = [
        model.__name__
        for config in data_dictionary.our_apps()
        for model in config.get_models()
        if not data_dictionary.is_history(model) and not data_dictionary.first_paragraph(model)
    ]
    assert bare == []
