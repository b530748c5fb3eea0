"""/api/v1/participants/: what staff may read of the mothers they may see. Reads only, no names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from audit.services import record_read
from measures.models import Answer
from measures.services import scores_over_time
from people.models import Participant
from reminders.models import Reminder
from safety.models import Concern, ConcernSource
from schedule.models import Occurrence


class ParticipantSerializer(serializers.ModelSerializer):
    """A mother, without anything that names her."""

    class Meta:
        model = Participant
        fields = ["public_id", "status", "addressed", "zone", "language", "is_synthetic"]
        read_only_fields = fields


class AnswerSerializer(serializers.ModelSerializer):
    """One stored answer; `uuid` is the one her phone made for it."""

    uuid = serializers.UUIDField(source="deposit.client_uuid")
    administration = serializers.UUIDField(source="administration.public_id")
    instrument = serializers.CharField(source="administration.instrument.code")
    version = serializers.CharField(source="administration.instrument.version")
    answered_at = serializers.DateTimeField(source="deposit.answered_at")
    received_at = serializers.DateTimeField(source="deposit.received_at")

    class Meta:
        model = Answer
        fields = [
            "uuid",
            "administration",
            "instrument",
            "version",
            "item",
            "number",
            "text",
            "declined",
            "language",
            "timing",
            "answered_at",
            "received_at",
            "gestational_day",
            "infant_day",
        ]
        read_only_fields = fields


class ScoreSerializer(serializers.Serializer):
    """One scale on one day, from the current answers: a value, or why there is none."""

    instrument = serializers.CharField()
    scale = serializers.CharField()
    day = serializers.DateField()
    value = serializers.DecimalField(max_digits=9, decimal_places=2, allow_null=True)
    absent = serializers.CharField(allow_null=True)


class OccurrenceSerializer(serializers.ModelSerializer):
    """Something expected of her in a window."""

    kind = serializers.CharField(source="rule.kind")

    class Meta:
        model = Occurrence
        fields = [
            "public_id",
            "kind",
            "ordinal",
            "day",
            "zone",
            "opens_at",
            "remind_at",
            "closes_at",
            "done_at",
            "cancelled_at",
        ]
        read_only_fields = fields


class ReminderSerializer(serializers.ModelSerializer):
    """A message owed to her and what became of it; never its text or her address."""

    occurrence = serializers.UUIDField(source="occurrence.public_id")

    class Meta:
        model = Reminder
        fields = [
            "public_id",
            "occurrence",
            "kind",
            "channel",
            "state",
            "due_at",
            "stale_at",
            "ended_at",
            "reason",
        ]
        read_only_fields = fields


class ConcernSourceSerializer(serializers.ModelSerializer):
    """One cause of a concern."""

    class Meta:
        model = ConcernSource
        fields = ["rule", "tier", "kind", "source_id", "happened_at", "received_at"]
        read_only_fields = fields


class ConcernSerializer(serializers.ModelSerializer):
    """A concern, what caused it, and where it stands."""

    sources = ConcernSourceSerializer(many=True, read_only=True)

    class Meta:
        model = Concern
        fields = [
            "public_id",
            "tier",
            "day",
            "happened_at",
            "raised_at",
            "waiting_since",
            "sources",
            "acknowledged_at",
            "closed_at",
            "closed_as",
        ]
        read_only_fields = fields


class ParticipantViewSet(viewsets.ReadOnlyModelViewSet):
    """Mothers this member of staff may know of. Somebody else's mother is not found."""

    queryset = Participant.objects.none()
    serializer_class = ParticipantSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Participant]:
        """Every action begins here: the same mothers as on the pages, so none for an admin."""
        return Participant.objects.organised_by(self.request.user).order_by("pk")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One line in the audit for the page that was shown."""
        response = super().list(request, *args, **kwargs)
        shown = [UUID(str(row["public_id"])) for row in response.data["results"]]
        self._note("listed", "people.Participant", shown)
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One mother."""
        response = super().retrieve(request, *args, **kwargs)
        self._note("opened", "people.Participant", [UUID(str(response.data["public_id"]))])
        return response

    @extend_schema(responses=AnswerSerializer(many=True))
    @action(detail=True)
    def answers(self, request: Request, public_id: UUID) -> Response:
        """Every answer she gave that her clinic may read, oldest first."""
        mother = self._clinical(public_id)
        rows = (
            Answer.objects.standing()
            .filter(administration__participant=mother)
            .select_related("deposit", "administration__instrument")
            .order_by("deposit__answered_at", "pk")
        )
        return self._page(AnswerSerializer, [row for row in rows if _clinic_reads(row)], mother)

    @extend_schema(responses=ScoreSerializer(many=True))
    @action(detail=True)
    def scores(self, request: Request, public_id: UUID) -> Response:
        """Her scores by scale, oldest first."""
        mother = self._clinical(public_id)
        rows = [
            {"instrument": line.instrument, "scale": line.scale.code, **point._asdict()}
            for line in scores_over_time(mother)
            for point in line.points
        ]
        return self._page(ScoreSerializer, rows, mother)

    @extend_schema(responses=OccurrenceSerializer(many=True))
    @action(detail=True)
    def occurrences(self, request: Request, public_id: UUID) -> Response:
        """What is expected of her and when."""
        mother = self.get_object()
        rows = mother.occurrences.select_related("rule").order_by("opens_at", "pk")
        return self._page(OccurrenceSerializer, rows, mother)

    @extend_schema(responses=ReminderSerializer(many=True))
    @action(detail=True)
    def reminders(self, request: Request, public_id: UUID) -> Response:
        """The ledger of messages to her."""
        mother = self.get_object()
        rows = mother.reminders.select_related("occurrence").order_by("due_at", "pk")
        return self._page(ReminderSerializer, rows, mother)

    @extend_schema(responses=ConcernSerializer(many=True))
    @action(detail=True)
    def concerns(self, request: Request, public_id: UUID) -> Response:
        """Her concerns, newest first."""
        mother = self._clinical(public_id)
        rows = Concern.objects.visible_to(request.user).filter(participant=mother)
        return self._page(ConcernSerializer, rows.order_by("-raised_at"), mother)

    def _clinical(self, public_id: UUID) -> Participant:
        mothers = Participant.objects.clinical_for(self.request.user)
        return get_object_or_404(mothers, public_id=public_id)

    def _page(
        self,
        serializer: type[serializers.Serializer],
        rows: QuerySet | list,
        mother: Participant,
    ) -> Response:
        self._note("opened", "people.Participant", [mother.public_id])
        return self.get_paginated_response(serializer(self.paginate_queryset(rows), many=True).data)

    def _note(self, kind: str, model: str, ids: Iterable[UUID]) -> None:
        record_read(
            actor=self.request.user.actor,
            kind=kind,
            model=model,
            ids=ids,
            where=f"api {self.action}",
            now=timezone.now(),
        )


def _clinic_reads(answer: Answer) -> bool:
    """What is for her eyes only, or only counted, is nobody's to read one by one."""
    item = answer.administration.instrument.content.item(answer.item)
    return item.reads == "clinic"
