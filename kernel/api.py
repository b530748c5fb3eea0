"""How the APIs say no."""

from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from kernel.errors import DomainError, Throttled
from kernel.middleware import error_body


def exception_handler(error: Exception, context: dict) -> Response | None:
    """DomainError in the platform's one shape; everything else as the framework does."""
    if not isinstance(error, DomainError):
        return drf_handler(error, context)
    response = Response(error_body(error), status=error.status)
    if isinstance(error, Throttled):
        response["Retry-After"] = str(error.retry_after)
    return response
