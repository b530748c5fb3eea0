"""Instruments in use."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Batteries, administrations, answers, scores."""

    name = "measures"
    verbose_name = "Measures"

    def ready(self) -> None:
        """Register the system checks."""
        import measures.checks  # noqa: F401 - registers on import
