"""Pages sent before this release get the clinic of their concern."""

from typing import Any

from django.db import migrations


def give_clinics(apps: Any, schema_editor: object) -> None:
    """The clinic of the mother it was about."""
    Page = apps.get_model("reminders", "StaffPage")
    for page in Page.objects.select_related("concern__participant").iterator():
        page.clinic_id = page.concern.participant.clinic_id
        page.save(update_fields=["clinic"])


class Migration(migrations.Migration):
    dependencies = [("reminders", "0002_pages_by_rung")]

    operations = [migrations.RunPython(give_clinics, migrations.RunPython.noop)]
