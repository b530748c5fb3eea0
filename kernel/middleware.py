"""Headers no page may lack, and refusals turned into pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from kernel.errors import DomainError, Throttled, TooLong


class PrivatePagesMiddleware:
    """Nothing dynamic is kept by a browser or a proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        response.setdefault(
            "Permissions-Policy", "geolocation=(), camera=(), microphone=(), payment=()"
        )
        return response


class SmallPagesMiddleware(GZipMiddleware):
    """Pages travel compressed, whatever proxy stands before the site.

    Django pads each by a random length and masks the forms' tokens, so that a length tells nothing.
    A recording or a download stays as it is: its size and its parts are asked for.
    """

    PAGES = ("text/html", "text/javascript")

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Only what is text of ours and whole."""
        if response.streaming or not response.get("Content-Type", "").startswith(self.PAGES):
            return response
        return super().process_response(request, response)


class OddRequestMiddleware:
    """What no page of ours sends, before anything reads it.

    Django bounds the fields of a form but not the files in one; the page that takes a file keeps
    to the same bound. A NUL in a cookie would reach PostgreSQL, which refuses it: such a cookie
    is none of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return refusal_of(request, TooLong("This is too long to be taken."))
        request.COOKIES = {k: v for k, v in request.COOKIES.items() if "\0" not in v}
        return self.get_response(request)


class DomainErrorMiddleware:
    """A refusal that a view did not show in its own form becomes a plain page with the sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """DomainError → its status; anything else stays an error and is logged as one."""
        if not isinstance(error, DomainError):
            return None
        return refusal_of(request, error)


def refusal_of(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page, or the JSON, that says no."""
    if request.content_type == "application/json":
        response: HttpResponse = JsonResponse(error_body(error), status=error.status)
    else:
        face = "portal" if request.path.startswith("/d/") else "staff"
        response = render(
            request, f"errors/{face}_refused.html", {"error": error}, status=error.status
        )
    if isinstance(error, Throttled):
        response["Retry-After"] = str(error.retry_after)
    return response


def error_body(error: DomainError) -> dict[str, object]:
    """The one JSON shape of a refusal."""
    # What is quoted of a request may hold half a character: JSON carries it, UTF-8 cannot.
    message = str(error.message).encode(errors="replace").decode()
    body: dict[str, object] = {"code": error.code, "message": message}
    if error.field:
        body["field"] = error.field
    return body
