"""Whether the person at the screen proved lately who they are: asked before data leaves."""

from datetime import datetime

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def proved_lately(request: HttpRequest, *, now: datetime) -> bool:
    """A password or code was given within ACCOUNT_REAUTHENTICATION_TIMEOUT, at sign-in or since."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return now.timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
