"""Pages sent before this release get the clinic of their concern."""

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_clinics(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The clinic of the mother it was about."""
    Page = apps.get_model("reminders", "StaffPage")
    for page in Page.objects.select_related("concern__participant").iterator():
        page.clinic_id = page.concern.participant.clinic_id
        page.save(update_fields=["clinic"])


class Migration(migrations.Migration):
    dependencies = [("reminders", "0002_pages_by_rung")]

    operations = [migrations.RunPython(give_clinics, migrations.RunPython.noop)]
