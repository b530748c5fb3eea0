"""What must be true before messages may go out."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from catalog.services import library
from catalog.types import ForbiddenWords
from people.models import Clinic
from reminders.texts import not_neutral


@register()
def what_each_message_shows_is_neutral(app_configs: object, **_kwargs: object) -> list[Error]:
    """The link, the sender and the portal's name are in every message: they say nothing either."""
    words = _forbidden()
    shown = {
        "SITE_URL": urlsplit(settings.SITE_URL).netloc,
        "EMAIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "PORTAL_NAME": settings.PORTAL_NAME,
    }
    return [
        Error(
            f"{name} holds a word no phone may show: {', '.join(found)}.",
            hint="Choose a neutral name; reminders with this one would be refused.",
            id="reminders.E001",
        )
        for name, value in shown.items()
        if (found := not_neutral(value, forbidden=words))
    ]


@register(Tags.database)
def each_clinic_names_who_is_told(
    app_configs: object, databases: Sequence[str] | None = None, **_kwargs: object
) -> list[Warning]:
    """An open concern is mailed to one person; a clinic without that address is told of nothing."""
    if not databases or "default" not in databases:
        return []
    if Clinic._meta.db_table not in connections["default"].introspection.table_names():
        return []
    nobody = Clinic.objects.filter(concern_email="", participants__isnull=False).distinct()
    return [
        Warning(
            f"{clinic.name} has named nobody to be told of a concern.",
            hint="A clinic admin sets the address on the team page.",
            id="reminders.W001",
        )
        for clinic in nobody
    ]


def _forbidden() -> list[ForbiddenWords]:
    """The words of the content files; none when the files are broken, which catalog reports."""
    found = library()
    return [] if found.errors else [loaded.content for loaded in found.all("forbidden")]
