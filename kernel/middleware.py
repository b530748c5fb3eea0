"""Headers no page may lack, and refusals turned into pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kernel.errors import DomainError, Throttled


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
    body: dict[str, object] = {"code": error.code, "message": error.message}
    if error.field:
        body["field"] = error.field
    return body
