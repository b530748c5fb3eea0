"""Concerns raised before this release get their one source, their day and their clock."""

import zoneinfo
from typing import Any

from django.db import migrations


def give_sources(apps: Any, schema_editor: object) -> None:
    """One source a concern, as it stood in its own columns."""
    Concern = apps.get_model("safety", "Concern")
    Source = apps.get_model("safety", "ConcernSource")
    for concern in Concern.objects.select_related("participant").iterator():
        zone = zoneinfo.ZoneInfo(concern.participant.zone)
        concern.day = concern.happened_at.astimezone(zone).date()
        concern.waiting_since = concern.raised_at
        concern.save(update_fields=["day", "waiting_since"])
        Source.objects.create(
            concern=concern,
            rule=concern.rule,
            tier=concern.tier,
            kind=concern.source_kind,
            source_id=concern.source_id,
            happened_at=concern.happened_at,
            received_at=concern.raised_at,
        )


def date_history(apps: Any, schema_editor: object) -> None:
    """The history of those concerns gets the same day and clock."""
    Event = apps.get_model("safety", "ConcernEvent")
    for event in Event.objects.filter(day=None).select_related("participant").iterator():
        zone = zoneinfo.ZoneInfo(event.participant.zone)
        day = event.happened_at.astimezone(zone).date()
        Event.objects.filter(pk=event.pk).update(day=day, waiting_since=event.raised_at)


class Migration(migrations.Migration):
    dependencies = [("safety", "0002_duty_sources_plan")]

    operations = [
        migrations.RunPython(give_sources, migrations.RunPython.noop),
        migrations.RunPython(date_history, migrations.RunPython.noop),
    ]
