"""What must be true before messages may go out."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from catalog.services import library
from catalog.types import ForbiddenWords
from people.models import Clinic
from reminders.texts import not_neutral
from safety.services import readiness
from safety.services.rungs import answering


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
def each_clinic_can_answer(
    app_configs: object, databases: Sequence[str] | None = None, **_kwargs: object
) -> list[Warning]:
    """A clinic with mothers: somebody is told of an open concern, and what it needs is there."""
    if not databases or "default" not in databases:
        return []
    # Tables of the version before: this runs before `migrate` makes ours.
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return []
    now, warnings = timezone.now(), []
    for clinic in Clinic.objects.filter(participants__isnull=False).distinct():
        there = answering(clinic, now=now)
        if not (there.on_duty or there.back_up or there.admins or clinic.concern_email):
            warnings.append(
                Warning(
                    f"{clinic.name} has nobody to be told of a concern.",
                    hint="Put clinicians on duty and back-up: /staff/safety/.",
                    id="reminders.W001",
                )
            )
        missing = [check.text for check in readiness(clinic, now=now) if not check.ok]
        if missing:
            warnings.append(
                Warning(
                    f"{clinic.name} is not ready for answers that need a person.",
                    hint=" ".join(missing),
                    id="reminders.W002",
                )
            )
    return warnings


def _forbidden() -> list[ForbiddenWords]:
    """The words of the content files; none when the files are broken, which catalog reports."""
    found = library()
    return [] if found.errors else [loaded.content for loaded in found.all("forbidden")]
