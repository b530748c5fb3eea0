"""Who may call an API at all; what they then see is a queryset's business."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from people.models import Device
from people.second_factor import passed


class SecondFactorPassed(BasePermission):
    """Staff with both factors."""

    def has_permission(self, request: Request, view) -> bool:
        """Also guarded by StaffGateMiddleware; this holds where a view is mounted elsewhere."""
        user = request.user
        return bool(user and user.is_authenticated and user.is_active and passed(request))


class KnownDevice(BasePermission):
    """A paired phone: open, locked or ended."""

    def has_permission(self, request: Request, view) -> bool:
        """The device stands where the user would."""
        return isinstance(request.user, Device)
