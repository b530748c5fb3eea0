"""When something cannot be: kind, short, and on her pages still with Leave."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from portal.lines import lines_from_files

STAFF = ("/staff/", "/research/", "/api/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400, _("That did not come through whole"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, _("This page is not open to you"), _("Go back to where you were."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, _("There is nothing here"), _("The page may have moved."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something of ours broke, the help page perhaps too: its lines are on this one."""
    if hasattr(request, "LANGUAGE_CODE"):
        return _broken(request)
    # It broke before her language was known.
    with translation.override(translation.get_language_from_request(request)):
        return _broken(request)


def _broken(request: HttpRequest) -> HttpResponse:
    sentence = _("This is our fault, not yours. What was saved is kept. Try again in a minute.")
    lines = [] if request.path.startswith(STAFF) else lines_from_files()
    return _page(request, 500, _("Something broke on our side"), sentence, lines=lines)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, or one that is not ours."""
    sentence = _("This page had been open too long. Go back, load it again and send it once more.")
    return _page(request, 403, _("Please send that once more"), sentence)


def _page(
    request: HttpRequest, status: int, title: str, sentence: str, **more: object
) -> HttpResponse:
    if request.path.startswith("/api/") or request.content_type == "application/json":
        return JsonResponse({"code": f"error_{status}", "message": sentence}, status=status)
    face = "staff" if request.path.startswith(STAFF) else "portal"
    # What the middleware would have set may be missing when it broke before.
    for name in ("mother", "device"):
        if not hasattr(request, name):
            setattr(request, name, None)
    context = {"title": title, "sentence": sentence, "status": status, **more}
    return render(request, f"errors/{face}.html", context, status=status)
