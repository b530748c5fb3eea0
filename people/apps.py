"""People: staff, mothers, consent. The only home of identifiers."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Connects the receivers of third-party signals."""

    name = "people"

    def ready(self) -> None:
        """Register receivers and system checks."""
        from people import checks, receivers  # noqa: F401
