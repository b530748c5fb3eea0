"""Reminders: who is owed which message and when, and what became of it."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Registers the checks."""

    name = "reminders"

    def ready(self) -> None:
        """Register system checks."""
        from reminders import checks  # noqa: F401
