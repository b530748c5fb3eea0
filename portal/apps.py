"""The mothers' face."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages under /d/ and the neutral ones beside them."""

    name = "portal"

    def ready(self) -> None:
        """Register system checks."""
        from portal import checks  # noqa: F401
