"""Give the application's database role what it may do, from one table; run after migrate."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

WRITABLE = "SELECT, INSERT, UPDATE, DELETE"
# Nothing of hers is ever deleted by a page or a task: erasing is the owner's.
CHANGEABLE = "SELECT, INSERT, UPDATE"
APPEND_ONLY = "SELECT, INSERT"
# Tables of no model of ours, and what the application may do there.
OTHERS = {"kernel_cache": WRITABLE, "django_migrations": "SELECT"}

# Computed by a query, without a table of its own.
NO_TABLE = {"pghistory.Events", "pghistory.MiddlewareEvents"}


def grants() -> dict[str, str]:
    """Table → privileges, by whose model it is and whether it says `append_only = True`."""
    rights = dict(OTHERS)
    ours = str(settings.BASE_DIR)
    for config in apps.get_app_configs():
        of_ours = config.path.startswith(ours) and "site-packages" not in config.path
        for model in config.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.label in NO_TABLE:
                continue
            writable = CHANGEABLE if of_ours else WRITABLE
            append_only = getattr(model, "append_only", False)
            rights[model._meta.db_table] = APPEND_ONLY if append_only else writable
    return rights


class Command(BaseCommand):
    """Idempotent: everything is revoked, then granted anew."""

    help = "Grant the application's role its rights on every table (run as the owner)."

    def handle(self, *args: object, **options: object) -> None:
        """Owner's connection; the role must exist."""
        role = connection.ops.quote_name(settings.APPLICATION_ROLE)
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
            cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            for table, rights in sorted(grants().items()):
                name = connection.ops.quote_name(table)
                cursor.execute(f"GRANT {rights} ON {name} TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        self.stdout.write(f"granted on {len(grants())} tables to {settings.APPLICATION_ROLE}")
