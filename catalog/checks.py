"""System checks: content that cannot be used stops the start, with file and line."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from catalog.models import ContentVersion
from catalog.services import differences, library
from catalog.voice import ADDRESSES


@register()
def content_reads_well(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """catalog.E001: an error in a content file."""
    return [
        Error(f"{error.file}:{error.line}: {error.message}", hint=error.hint, id="catalog.E001")
        for error in library().errors
    ]


@register()
def spanish_has_an_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """catalog.E003: SPANISH_ADDRESS is none that content is written in."""
    if settings.SPANISH_ADDRESS in ADDRESSES:
        return []
    hint = "use one of: " + ", ".join(ADDRESSES)
    said = f"SPANISH_ADDRESS is {settings.SPANISH_ADDRESS!r}"
    return [Error(said, hint=hint, id="catalog.E003")]


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
