import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    """Who opened what is hers is asked on each of her settings pages: not by reading them all."""

    dependencies = [
        ("audit", "0002_disclosures_of_staff"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="readevent",
            index=django.contrib.postgres.indexes.GinIndex(fields=["ids"], name="audit_read_ids"),
        ),
    ]
