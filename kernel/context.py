"""What every template knows about the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """The portal's neutral name and whether all data here is invented."""
    return {"portal_name": settings.PORTAL_NAME, "demo": settings.DEMO}
