"""Is this process able to serve? Asked by the launcher, compose and a load balancer."""

from django.db import connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when PostgreSQL answers and the schema is there. Says nothing else about the site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM catalog_contentversion LIMIT 1")
    return JsonResponse({"ok": True})
