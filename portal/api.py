"""The deposit endpoint: a phone hands things in here, and can read nothing."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import sealing
from kernel.errors import NotAllowed
from measures.acknowledgement import Acknowledgement
from people.authentication import DeviceAuthentication
from people.devices import Known, has_ended
from people.permissions import KnownDevice
from portal.asking import asked_again
from portal.helping import as_json
from portal.sealed import CannotBeTaken, OtherWords, PutAside, hand_in_sealed, put_aside
from schedule.envelope import KINDS, VERSION, parse
from schedule.models import Quarantine
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
SEALED = inline_serializer(
    "Sealed",
    {
        "v": serializers.ChoiceField([sealing.VERSION]),
        "device": serializers.UUIDField(),
        "kid": serializers.CharField(help_text="Which of our keys it is sealed to."),
        "epk": serializers.DictField(help_text="JWK of the P-256 key made for this one."),
        "iv": serializers.CharField(help_text="12 bytes, base64; also the salt of HKDF-SHA256."),
        "ct": serializers.CharField(help_text="AES-256-GCM of an Envelope, base64."),
        "sequence": serializers.IntegerField(min_value=0),
        "sig": serializers.CharField(help_text="ECDSA P-256 SHA-256 (IEEE P1363), base64."),
        "sent_at": serializers.DateTimeField(
            required=False, help_text="The phone's clock at this try; not signed."
        ),
    },
)
STORED = inline_serializer(
    "Acknowledgement",
    {
        "uuid": serializers.UUIDField(),
        "stored": serializers.BooleanField(),
        "received_at": serializers.DateTimeField(
            required=False, help_text="This and the rest: not for a sealed one while it is shut."
        ),
        "late": serializers.BooleanField(required=False),
        "help": serializers.DictField(allow_null=True, required=False),
    },
)
ASIDE = inline_serializer(
    "PutAside",
    {
        "stored": serializers.BooleanField(),
        "quarantined": serializers.BooleanField(),
        "code": serializers.CharField(required=False, help_text="Only while it is open."),
        "message": serializers.CharField(required=False),
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
OTHER_WORDS = inline_serializer(
    "OtherWords",
    {
        "code": serializers.CharField(),
        "message": serializers.CharField(),
        "asked": serializers.DictField(
            required=False, help_text="Both in words, and what to hand in anew."
        ),
    },
)
EITHER = PolymorphicProxySerializer(
    component_name="Deposit", serializers=[ENVELOPE, SEALED], resource_type_field_name=None
)


class DepositView(APIView):
    """Hand in one answer or entry. Works while the phone is locked; sending again is harmless."""

    authentication_classes = [DeviceAuthentication]
    permission_classes = [KnownDevice]

    @extend_schema(
        request=EITHER,
        responses={
            201: OpenApiResponse(STORED, "Stored now."),
            200: OpenApiResponse(STORED, "Was stored before: the same acknowledgement."),
            202: OpenApiResponse(ASIDE, "Cannot be taken; kept as it came. It may be let go."),
            400: OpenApiResponse(REFUSED, "Says what to change; nothing is stored."),
            401: OpenApiResponse(REFUSED, "This phone is not known."),
            403: OpenApiResponse(
                REFUSED, "Not from the page itself, not signed by this phone, or without her yes."
            ),
            404: OpenApiResponse(REFUSED, "Not hers."),
            409: OpenApiResponse(
                OTHER_WORDS, "The UUID was used for other words. Ask her; sealed and open: both."
            ),
            413: OpenApiResponse(REFUSED, "Longer than 64 KB."),
            429: OpenApiResponse(REFUSED, "Too much that cannot be taken. Keep it and wait."),
        },
    )
    def post(self, request: Request) -> Response:
        """Store it exactly once and say so."""
        known: Known = request._request.known
        data, now = request.data, timezone.now()
        version = data.get("v") if isinstance(data, dict) else None
        try:
            if version == sealing.VERSION:
                acknowledged = hand_in_sealed(known=known, data=data, now=now)
            else:
                acknowledged = _hand_in_plain(known, data, now)
            reply, status = _taken(request, acknowledged, sealed=version == sealing.VERSION)
        except PutAside as told:
            reply, status = _aside(told, request), told.status
        except OtherWords as refusal:
            reply, status = _other_words(request, refusal, now)
        return Response(reply, status=status)


def _taken(
    request: Request, acknowledged: Acknowledgement, *, sealed: bool
) -> tuple[dict[str, Any], int]:
    """A shut phone that hands in something sealed learns nothing but that it is stored."""
    if sealed and request._request.mother is None:
        return {"uuid": str(acknowledged.uuid), "stored": True}, acknowledged.status
    return as_json(acknowledged, request._request), acknowledged.status


def _other_words(
    request: Request, refusal: OtherWords, now: datetime
) -> tuple[dict[str, Any], int]:
    """Asked of her when it is open. Where nothing in it is hers to choose it need not wait on."""
    reply: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    if request._request.mother is None:
        return reply, refusal.status
    asked = asked_again(device=refusal.device, envelope=refusal.envelope, now=now)
    if asked is None:
        why = CannotBeTaken(Quarantine.Reason.REFUSED, refusal.code)
        told = put_aside(refusal.device, request.data, why, now)
        return _aside(told, request), told.status
    return reply | {"asked": asked}, refusal.status


def _hand_in_plain(known: Known, data: Any, now: datetime) -> Acknowledgement:
    device = known.device
    if has_ended(device):
        if not isinstance(data, dict) or data.get("v") != VERSION:
            raise NotAuthenticated
        raise put_aside(device, data, CannotBeTaken(Quarantine.Reason.REVOKED), now)
    if not known.agreed:
        raise NotAllowed(_("She has not agreed that this is kept."), code="no_consent")
    return hand_in(device=device, envelope=parse(data), now=now)


def _aside(told: PutAside, request: Request) -> dict[str, Any]:
    """Why is said only to her: a shut phone tells nobody what is in it."""
    reply: dict[str, Any] = {"stored": False, "quarantined": True}
    if told.refusal and request._request.mother:
        reply |= {"code": told.refusal.code, "message": told.refusal.message}
    return reply
