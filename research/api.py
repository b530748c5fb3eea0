"""/api/v1/exports/: what a researcher may ask for by machine. The page and this share services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.errors import NotAllowed
from people.models import Membership
from people.second_factor import proved_lately
from research.models import Export
from research.services import ask_for_export, hand_over
from research.views import file_response


class ExportSerializer(serializers.ModelSerializer):
    """One export and how far it is."""

    clinic = serializers.UUIDField(source="clinic.public_id")
    why = serializers.CharField(source="last_error")

    class Meta:
        model = Export
        fields = [
            "public_id",
            "clinic",
            "asked_at",
            "as_of",
            "state",
            "why",
            "rows_done",
            "rows_total",
            "mothers",
            "finished_at",
        ]
        read_only_fields = fields


class ExportRequestSerializer(serializers.Serializer):
    """From which clinic, and up to which moment (this one, when none is given)."""

    clinic = serializers.UUIDField()
    as_of = serializers.DateTimeField(required=False)


class StaffRefusalSerializer(serializers.Serializer):
    """Why not: `message` for a person, `code` for a machine."""

    code = serializers.CharField()
    message = serializers.CharField()


class ExportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Exports of the clinics where this person is a researcher."""

    queryset = Export.objects.none()
    serializer_class = ExportSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Export]:
        """Every action begins here."""
        mine = Export.objects.visible_to(self.request.user).select_related("clinic", "asked_by")
        return mine.order_by("-asked_at", "-pk")

    @extend_schema(
        request=ExportRequestSerializer,
        responses={202: ExportSerializer, 400: StaffRefusalSerializer, 409: StaffRefusalSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask for an export; it is made in the background."""
        asked = ExportRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        mine = request.user.clinics_as(Membership.Role.RESEARCHER)
        export = ask_for_export(
            by=request.user,
            clinic=get_object_or_404(mine, public_id=asked.validated_data["clinic"]),
            as_of=asked.validated_data.get("as_of"),
            now=timezone.now(),
        )
        return Response(ExportSerializer(export).data, status=202)

    @extend_schema(
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            403: OpenApiResponse(StaffRefusalSerializer, description="Sign in again first."),
            409: OpenApiResponse(StaffRefusalSerializer, description="Not ready."),
            410: OpenApiResponse(StaffRefusalSerializer, description="A mother has withdrawn."),
        }
    )
    @action(detail=True)
    def download(self, request: Request, public_id: UUID) -> HttpResponse:
        """The zip."""
        export = self.get_object()
        now = timezone.now()
        if not proved_lately(request, now=now):
            raise NotAllowed("Sign in again: your last sign-in was a while ago.", code="not_fresh")
        return file_response(hand_over(export=export, by=request.user, now=now))
