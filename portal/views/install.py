"""How her pages look when she puts them on the phone's first screen: a name and a drawing."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

# Neutral drawings; a site chooses one (PORTAL_ICON).
ICONS = ("book", "cup", "window")
PAPER = "#fbf7f1"


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """The same for everybody: nothing of hers, nothing that says what it is."""
    home, icon = reverse("portal:home"), settings.PORTAL_ICON
    pictures = [
        {"src": static(f"img/icons/{icon}-{size}.png"), "sizes": f"{size}x{size}",
         "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]  # fmt: skip
    kept = {
        "id": home,
        "name": settings.PORTAL_NAME,
        "short_name": settings.PORTAL_NAME,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": pictures,
    }
    return JsonResponse(kept, content_type="application/manifest+json")
