"""What the APIs take, and how they say no."""

import io
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from kernel.errors import DomainError, Throttled, TooLong
from kernel.middleware import error_body


def exception_handler(error: Exception, context: dict) -> Response | None:
    """DomainError in the platform's one shape; everything else as the framework does."""
    if not isinstance(error, DomainError):
        return drf_handler(error, context)
    response = Response(error_body(error), status=error.status)
    if isinstance(error, Throttled):
        response["Retry-After"] = str(error.retry_after)
    return response


class Pages(LimitOffsetPagination):
    """A hundred rows unless asked otherwise, and never more than a thousand."""

    default_limit = 100
    max_limit = 1000


class ShortJSONParser(JSONParser):
    """JSON of at most 64 KB (more is a 413); what cannot be read is a 400, however twisted."""

    longest = 64 * 1024

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The parsed value. Raises ParseError or TooLong."""
        body = stream.read(self.longest + 1)
        if len(body) > self.longest:
            raise TooLong("This is too long: 64 KB at most.")
        try:
            return super().parse(io.BytesIO(body), media_type, parser_context)
        except RecursionError as error:
            raise ParseError("This is nested too deeply.") from error
