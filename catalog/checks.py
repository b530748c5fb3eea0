"""System checks: content that cannot be used stops the start, with file and line."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from catalog.models import ContentVersion
from catalog.services import differences, library


@register()
def content_reads_well(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """catalog.E001: an error in a content file."""
    return [
        Error(f"{error.file}:{error.line}: {error.message}", hint=error.hint, id="catalog.E001")
        for error in library().errors
    ]


@register(Tags.database)
def released_content_is_unchanged(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """catalog.E002: a file says something else than what was released under its version."""
    if "default" not in (databases or []):
        return []
    if ContentVersion._meta.db_table not in connections["default"].introspection.table_names():
        return []  # before the first migration there is nothing to compare with
    return [Error(line, id="catalog.E002") for line in differences(library())]
