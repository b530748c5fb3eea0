"""What cannot be undone asks for the PIN again, unless it was typed in the last five minutes."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from people.services import check_pin

FRESH = timedelta(minutes=5)
# Not "pin": the page that opens the phone and the one that changes the PIN have that field.
FIELD = "once_more"


def asks_pin(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the form must have the field."""
    return request.unlock is None or now - request.unlock.opened_at > FRESH


def sure(request: HttpRequest, *, now: datetime) -> None:
    """Passes where it is she who holds the phone. Raises as people.services.check_pin does."""
    if asks_pin(request, now=now):
        check_pin(device=request.device, pin=request.POST.get(FIELD, "").strip(), now=now)
