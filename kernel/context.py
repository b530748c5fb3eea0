"""What every template knows about the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """The portal's neutral name and drawing, and whether all data here is invented."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_icon": f"img/icons/{settings.PORTAL_ICON}.svg",
        "portal_picture": f"img/icons/{settings.PORTAL_ICON}-192.png",
        "demo": settings.DEMO,
    }
