"""The deposit endpoint: a phone hands things in here, and can read nothing."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.errors import NotAllowed
from people.authentication import DeviceAuthentication
from people.models import Device
from people.permissions import KnownDevice
from portal.helping import as_json
from portal.views.doors import agreed
from schedule.envelope import KINDS, VERSION, parse
from sessions.services import hand_in

ENVELOPE = inline_serializer(
    "Envelope",
    {
        "v": serializers.ChoiceField([VERSION]),
        "uuid": serializers.UUIDField(help_text="Made on the phone, once for each thing said."),
        "kind": serializers.ChoiceField(KINDS),
        "sequence": serializers.IntegerField(allow_null=True, required=False, min_value=0),
        "answered_at": serializers.DateTimeField(),
        "sent_at": serializers.DateTimeField(),
        "zone": serializers.CharField(help_text="IANA name."),
        "body": serializers.DictField(),
        "hash": serializers.CharField(help_text="Hex SHA-256 of the body's canonical JSON."),
    },
)
STORED = inline_serializer(
    "Acknowledgement",
    {
        "uuid": serializers.UUIDField(),
        "stored": serializers.BooleanField(),
        "received_at": serializers.DateTimeField(),
        "late": serializers.BooleanField(),
        "help": serializers.DictField(allow_null=True),
    },
)
REFUSED = inline_serializer(
    "Refusal",
    {
        "code": serializers.CharField(),
        "message": serializers.CharField(),
        "field": serializers.CharField(required=False),
    },
)


class DepositView(APIView):
    """Hand in one answer or entry. Works while the phone is locked; sending again is harmless."""

    authentication_classes = [DeviceAuthentication]
    permission_classes = [KnownDevice]

    @extend_schema(
        request=ENVELOPE,
        responses={
            201: OpenApiResponse(STORED, "Stored now."),
            200: OpenApiResponse(STORED, "Was stored before: the same acknowledgement."),
            400: OpenApiResponse(REFUSED, "Says what to change; nothing is stored."),
            401: OpenApiResponse(REFUSED, "This phone is not known."),
            403: OpenApiResponse(REFUSED, "Not from the page itself, or without her consent."),
            404: OpenApiResponse(REFUSED, "Not hers."),
            409: OpenApiResponse(REFUSED, "The UUID was used for other words, or it is not open."),
        },
    )
    def post(self, request: Request) -> Response:
        """Store it exactly once and say so."""
        device: Device = request.user
        if not agreed(device.participant):
            raise NotAllowed(_("She has not agreed that this is kept."), code="no_consent")
        acknowledged = hand_in(device=device, envelope=parse(request.data), now=timezone.now())
        return Response(as_json(acknowledged, request._request), status=acknowledged.status)
