"""System checks: no answer may be stored where nobody wrote down when it needs a person."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from catalog.models import ContentVersion
from measures.services.calendar import wrong_entries
from people.models import Clinic


@register(Tags.database)
def every_clinic_has_safety_content(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """measures.E001: a clinic's jurisdiction has no released safety rules or help lines."""
    if "default" not in (databases or []):
        return []
    tables = connections["default"].introspection.table_names()
    if not {Clinic._meta.db_table, ContentVersion._meta.db_table} <= set(tables):
        return []  # before the first migration there are no clinics
    errors: list[CheckMessage] = []
    for jurisdiction in sorted(set(Clinic.objects.values_list("jurisdiction", flat=True))):
        for kind in ("safety", "crisis"):
            if not _released(kind, jurisdiction):
                errors.append(
                    Error(
                        f"A clinic lies in “{jurisdiction}”, which has no released {kind} content.",
                        hint=f"Add content/{kind}/{jurisdiction}.yaml and register it.",
                        id="measures.E001",
                    )
                )
    return errors


@register(Tags.compatibility)
def the_calendar_asks_for_no_medicine(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """measures.E003: an entry of CALENDAR_SUBSTANCES is odd, or her medicine."""
    hint = "Write code=Label,… in CALENDAR_SUBSTANCES, without any medicine."
    wrong = wrong_entries(settings.CALENDAR_SUBSTANCES)
    return [Error(f"CALENDAR_SUBSTANCES: {said}.", hint=hint, id="measures.E003") for said in wrong]


def _released(kind: str, code: str) -> bool:
    rows = ContentVersion.objects.filter(kind=kind, code=code)
    return rows.exclude(status=ContentVersion.Status.WITHDRAWN).exists()
