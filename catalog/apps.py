"""The catalog: content as files, and every version of it that was ever released."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catalog"

    def ready(self) -> None:
        import catalog.checks  # noqa: F401 - registers the system checks
