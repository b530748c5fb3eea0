"""The cache's table (settings.CACHES): throttles are kept in PostgreSQL, not in memory."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []
    operations = [
        migrations.RunSQL(
            """CREATE TABLE kernel_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX kernel_cache_expires ON kernel_cache (expires);""",
            "DROP TABLE kernel_cache;",
        )
    ]
