"""An invitation as a link and a QR code, shown once."""

from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from people.services import invite


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def invitation(request: HttpRequest, mother: UUID) -> HttpResponse:
    """GET says how things stand; POST makes a new link (and ends the one before).

    The link is shown in the answer to the POST and nowhere else: only its hash is stored.
    """
    found = organised(request.user, mother)
    link, now = "", timezone.now()
    if request.method == "POST":
        token = invite(participant=found, by=request.user, now=now)
        link = f"{settings.SITE_URL}/d/i/{token}/"
    note_read(request, "opened", [found.public_id])
    return show(
        request,
        "invite",
        section="caseload",
        mother=found,
        link=link,
        local=link.startswith(("http://localhost", "http://127.0.0.1")),
        qr=qr_code(link) if link else "",
        last=found.invitations.order_by("-created_at").select_related("created_by").first(),
        phones=found.devices.filter(revoked_at=None).count(),
        days=settings.INVITATION_DAYS,
        pin_digits=settings.PIN_MIN_DIGITS,
    )


def qr_code(link: str) -> SafeString:
    """Inline SVG without styles or scripts, dark on light in both themes."""
    svg = segno.make(link, error="m").svg_inline(omitsize=True, border=2, dark="#16242b")
    return mark_safe(svg)  # noqa: S308 - made by the encoder from our own link
