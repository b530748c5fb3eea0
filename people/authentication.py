"""Who is calling an API: a staff session, or a mother's phone."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from people.models import Device

SAME_ORIGIN = ("same-origin", None)


class StaffSessionAuthentication(SessionAuthentication):
    """Django's session; nobody signed in is 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        """Its presence is what makes the framework answer 401."""
        return "Session"


class DeviceAuthentication(BaseAuthentication):
    """The phone by its cookie, for the deposit endpoint: it can only hand in.

    Also one that has ended: the endpoint puts what still comes from there aside.

    A form on another site cannot send this: the body must be JSON, the custom header makes a
    browser ask first (no CORS answer is given), and Sec-Fetch-Site must not be cross-site.
    """

    def authenticate(self, request: Request) -> tuple[Device, None] | None:
        """The device stands where a user would; there is no user."""
        known = request._request.known
        if known is None:
            return None
        if (
            request.headers.get("Sec-Fetch-Site") not in SAME_ORIGIN
            or request.headers.get("X-Requested-With") != "daybook"
        ):
            raise PermissionDenied("This can be handed in from the page itself only.")
        return known.device, None

    def authenticate_header(self, request: Request) -> str:
        """401 for an unknown phone."""
        return "Device"


class DeviceScheme(OpenApiAuthenticationExtension):
    """How the schema names the phone's cookie."""

    target_class = DeviceAuthentication
    name = "device"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        """A cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "phone"}


class StaffScheme(OpenApiAuthenticationExtension):
    """How the schema names the staff session."""

    target_class = StaffSessionAuthentication
    name = "staff"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        """A cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "staff"}
