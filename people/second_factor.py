"""Whether a staff session has passed both factors and is still attended."""

from datetime import datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

LAST_SEEN = "staff_last_seen"
SINCE = "staff_since"


def passed(request: HttpRequest) -> bool:
    """True when this sign-in used a second factor, or the demo switched that off.

    allauth asks an enrolled user for the second factor before the session begins; one who has
    none yet is let no further than the page where it is set up.
    """
    if not settings.STAFF_SECOND_FACTOR:
        return True
    if not is_mfa_enabled(request.user):
        return False
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return "mfa" in methods or bool(request.session.get("second_factor_set_up"))


def idle_too_long(request: HttpRequest, *, now: datetime) -> bool:
    """Notes this look; True when the one before was longer ago than STAFF_IDLE_SECONDS, or the
    first of this sign-in longer than SESSION_COOKIE_AGE: being busy keeps nobody in for ever.
    """
    stamp = int(now.timestamp())
    since = request.session.setdefault(SINCE, stamp)
    last = request.session.get(LAST_SEEN)
    if last is None or stamp - last > 60:
        request.session[LAST_SEEN] = stamp
    idle = last is not None and stamp - last > settings.STAFF_IDLE_SECONDS
    return idle or stamp - since > settings.SESSION_COOKIE_AGE


def proved_lately(request: HttpRequest, *, now: datetime) -> bool:
    """A password or code was given within ACCOUNT_REAUTHENTICATION_TIMEOUT, at sign-in or since."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return now.timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
