"""Writes docs/data-dictionary.md from the models: every table, column, rule of erasure."""

import inspect
from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models

HEAD = """\
# Data dictionary

Made by `manage.py data_dictionary` from the models; do not edit. One section for each app that has
tables, the lowest row of the line first.

**Copy for her**: whether the copy a mother may ask for includes the rows. **Erasure**: *delete* the
rows; *shred* encrypted and free-text columns and keep the rest as a count; *keep*, for the reason
given. **Append-only**: the application may insert and read, never update or delete. **History**:
triggers copy every change into the table named.
"""


class Command(BaseCommand):
    """manage.py data_dictionary [--check]"""

    help = "Write docs/data-dictionary.md from the models; --check only says whether it is current."

    def add_arguments(self, parser: CommandParser) -> None:
        """One flag."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")

    def handle(self, *args: object, **options: object) -> None:
        """Write the file, or compare it."""
        path = Path(settings.BASE_DIR) / "docs" / "data-dictionary.md"
        text = render()
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} written")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/data-dictionary.md is stale: run manage.py data_dictionary")
        else:
            self.stdout.write("docs/data-dictionary.md is current")


def render() -> str:
    """The whole file as text; the same models give the same text."""
    parts = [HEAD]
    for config in our_apps():
        tables = [model for model in config.get_models() if not is_history(model)]
        if tables:
            parts.append(f"## {config.name}\n")
            parts += [section(model) for model in sorted(tables, key=lambda m: m.__name__)]
    return "\n".join(parts)


def our_apps() -> Iterator[AppConfig]:
    """The apps that live in this repository, as INSTALLED_APPS lists them."""
    base = Path(settings.BASE_DIR)
    return (config for config in apps.get_app_configs() if Path(config.path).parent == base)


def is_history(model: type[models.Model]) -> bool:
    """A table that triggers fill; it is named beside the table it follows."""
    return hasattr(model, "pgh_tracked_model")


def section(model: type[models.Model]) -> str:
    """One table: what it holds, its rules, its columns."""
    meta = model._meta
    lines = [f"### {model.__name__}", "", f"`{meta.db_table}`. {first_paragraph(model)}", ""]
    lines += [f"- {rule}" for rule in rules(model)]
    lines += ["", "| column | type | empty | refers to | meaning |", "|---|---|---|---|---|"]
    lines += [column(field) for field in meta.local_concrete_fields]
    return "\n".join([*lines, ""])


def rules(model: type[models.Model]) -> Iterator[str]:
    """Erasure, immutability, history, uniqueness: what holds for every row."""
    policy = getattr(model, "privacy", None)
    if policy is not None:
        why = f" ({policy.why})" if policy.why else ""
        yield f"copy for her: {'yes' if policy.hers else 'no'}; erasure: {policy.erase}{why}"
    if getattr(model, "append_only", False):
        yield "append-only"
    for other in model._meta.apps.get_models():
        if getattr(other, "pgh_tracked_model", None) is model:
            yield f"history: `{other._meta.db_table}`"
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            partly = ", for some rows" if constraint.condition else ""
            yield f"unique: {', '.join(constraint.fields)}{partly}"


def column(field: models.Field) -> str:
    """One row of the table of columns."""
    encrypted = "encrypted " if type(field).__name__.startswith("Encrypted") else ""
    kind = f"{encrypted}{field.db_type(connection)}"
    related = field.related_model
    target = related._meta.label if isinstance(related, type) else ""
    meaning = [str(field.help_text)] if field.help_text else []
    if field.choices:
        meaning.append("one of: " + ", ".join(str(value) for value, _ in field.flatchoices))
    if field.unique and not field.primary_key:
        meaning.append("unique")
    empty = "yes" if (field.null or field.blank) and not field.primary_key else ""
    return f"| {field.column} | {kind} | {empty} | {target} | {cell('; '.join(meaning))} |"


def first_paragraph(model: type[models.Model]) -> str:
    """The docstring's first paragraph; Django's own default signature is no docstring."""
    text = inspect.getdoc(model) or ""
    if text.startswith(f"{model.__name__}("):
        return ""
    return cell(" ".join(text.split("\n\n")[0].split()))


def cell(text: str) -> str:
    """Text that stays inside one Markdown cell."""
    return " ".join(text.split()).replace("|", "\\|")
