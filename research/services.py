"""Exports: asked for, made in the background, handed over once more only while they may be."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from celery import current_app
from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from audit.models import Disclosure
from audit.services import record_disclosures, record_read
from kernel.errors import BadInput, Conflict, Gone, NotAllowed
from kernel.owed import claim, finish, renew
from people.models import Clinic, Consent, Membership, User
from research.artefact import build, file_name
from research.eligible import consents_for, pseudonyms_of, still_agreed
from research.models import Export, ExportFile
from research.records import count_answers

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
TRIES = 5
# A request that began before `as_of` may still be storing its answer: let it end first.
SETTLE = timedelta(seconds=2)
ONE_PRESS = timedelta(minutes=1)

NOBODY = "No mother of this clinic agrees to research, so there is nothing to export."
NOT_A_RESEARCHER = "Only a researcher of this clinic can export from it."
GAVE_UP = "The export did not finish after several tries. Ask whoever runs the server to look."


class LeaseLost(Exception):
    """Another worker has this export now; what was made here is thrown away."""


class ConsentChanged(Conflict):
    """A mother withdrew while the export was being made: it is made again without her."""

    code = "consent_changed"


def ask_for_export(
    *, by: User, clinic: Clinic, now: datetime, as_of: datetime | None = None
) -> Export:
    """Write down that an export is owed; the worker makes it. Asked twice within a minute without
    a moment named, the second is the first (a button pressed twice).

    Raises NotAllowed, BadInput (a moment to come) and Conflict (nobody agrees to research).
    """
    moment = as_of or now
    if not _may_export(by, clinic):
        raise NotAllowed(NOT_A_RESEARCHER)
    if moment > now:
        raise BadInput("Choose a moment that has passed.", field="as_of")
    if not consents_for(clinic, as_of=moment, now=now):
        raise Conflict(NOBODY, code="nobody_agrees")
    with transaction.atomic():
        if as_of is None and (pressed := _asked_just_now(by, clinic, now)):
            return pressed
        export = Export.objects.create(clinic=clinic, asked_by=by, asked_at=now, as_of=moment)
        transaction.on_commit(lambda: _nudge(export.pk))
    return export


def claim_export(*, pk: int | None = None) -> Export | None:
    """Take one export that is owed, or whose worker died. One that broke too often is given up."""
    owed = Export.objects.filter(
        state__in=(Export.State.OWED, Export.State.RUNNING), as_of__lte=Now() - SETTLE
    )
    if pk is not None:
        owed = owed.filter(pk=pk)
    while taken := claim(owed.order_by("pk"), lease=LEASE, batch=1, state=Export.State.RUNNING):
        if taken[0].tries <= TRIES:
            return taken[0]
        finish(taken[0], state=Export.State.BROKEN, last_error=GAVE_UP)
    return None


def make_export(*, export: Export, now: datetime) -> None:
    """Make the file of a claimed export and record each disclosure, or write why there is none.

    An error is written to the row and raised: the row keeps its lease, so the next try waits for
    it to run out.
    """
    try:
        _make(export, now)
    except LeaseLost:
        logger.warning("export %s was taken over by another worker", export.public_id)
    except ConsentChanged:
        finish(export, state=Export.State.OWED, tries=export.tries - 1)
    except Exception as error:
        Export.objects.filter(pk=export.pk, lease_token=export.lease_token).update(
            last_error=type(error).__name__
        )
        raise


def export_now(*, clinic: Clinic, as_of: datetime, now: datetime) -> tuple[str, bytes]:
    """The same file without the queue, for the command on the server: its name and bytes.

    Consent gates it and disclosures are recorded exactly as for one asked for on the page.
    """
    if as_of > now:
        raise BadInput("Choose a moment that has passed.", field="as_of")
    consents = consents_for(clinic, as_of=as_of, now=now)
    if not consents:
        raise Conflict(NOBODY, code="nobody_agrees")
    body = build(
        clinic=clinic,
        consents=consents,
        codes=pseudonyms_of([consent.participant_id for consent in consents]),
        as_of=as_of,
        progress=lambda _read: None,
    )
    with transaction.atomic():
        _hold(consents)
        _disclose(consents, actor="system", artefact=uuid4(), where="manage.py export", now=now)
    return file_name(clinic, as_of), body


def hand_over(*, export: Export, by: User, now: datetime) -> ExportFile:
    """The file, for a download. Raises Conflict (not ready) and Gone (a mother has withdrawn)."""
    if export.state != Export.State.DONE:
        raise Conflict("This export is not ready.", code="not_ready")
    inside = Disclosure.objects.filter(artefact=export.public_id)
    if not still_agreed(list(inside.values_list("participant", flat=True)), now=now):
        raise Gone(
            "A mother in this export no longer agrees to research. Ask for a new export: it "
            "leaves her out.",
            code="consent_ended",
        )
    record_read(
        actor=by.actor,
        kind="exported",
        model="research.Export",
        ids=[export.public_id],
        where="research download",
        now=now,
    )
    return export.file


def _make(export: Export, now: datetime) -> None:
    if not _may_export(export.asked_by, export.clinic):
        _refuse(export, NOT_A_RESEARCHER, now)
        return
    consents = consents_for(export.clinic, as_of=export.as_of, now=now)
    if not consents:
        _refuse(export, NOBODY, now)
        return
    mothers = [consent.participant_id for consent in consents]
    _progress(export, rows_total=count_answers(mothers, as_of=export.as_of), rows_done=0)
    body = build(
        clinic=export.clinic,
        consents=consents,
        codes=pseudonyms_of(mothers),
        as_of=export.as_of,
        progress=lambda read: _progress(export, rows_done=read),
    )
    _store(export, body, consents, now)


def _store(export: Export, body: bytes, consents: list[Consent], now: datetime) -> None:
    """File, disclosures and the end of the work in one transaction, or none of them."""
    with transaction.atomic():
        _hold(consents)
        ExportFile.objects.create(
            export=export,
            name=file_name(export.clinic, export.as_of),
            sha256=hashlib.sha256(body).hexdigest(),
            body=body,
        )
        _disclose(
            consents,
            actor=export.asked_by.actor,
            artefact=export.public_id,
            where="research export",
            now=now,
        )
        done = {"state": Export.State.DONE, "mothers": len(consents), "last_error": ""}
        if not finish(export, finished_at=now, **done):
            raise LeaseLost


def _hold(consents: list[Consent]) -> None:
    """Lock the consents as they were read: a withdrawal came before this, or waits until after."""
    keys = [consent.pk for consent in consents]
    locked = Consent.objects.select_for_update().filter(pk__in=keys, revoked_at=None)
    if len(locked) != len(keys):
        raise ConsentChanged("A mother changed her mind while this was made. Ask once more.")


def _disclose(
    consents: list[Consent], *, actor: str, artefact: UUID, where: str, now: datetime
) -> None:
    by_class: dict[str, list[tuple[UUID, UUID]]] = defaultdict(list)
    for consent in consents:
        by_class[consent.recipient_class].append((consent.participant.public_id, consent.public_id))
    for recipient_class, pairs in by_class.items():
        record_disclosures(
            actor=actor,
            consents=pairs,
            recipient_class=recipient_class,
            purpose=Consent.Purpose.RESEARCH,
            artefact=artefact,
            now=now,
        )
    record_read(
        actor=actor,
        kind="exported",
        model="people.Participant",
        ids=[consent.participant.public_id for consent in consents],
        where=where,
        now=now,
    )


def _asked_just_now(by: User, clinic: Clinic, now: datetime) -> Export | None:
    waiting = Export.objects.filter(
        clinic=clinic,
        asked_by=by,
        state__in=(Export.State.OWED, Export.State.RUNNING),
        asked_at__gt=now - ONE_PRESS,
    )
    return waiting.order_by("-pk").first()


def _may_export(by: User, clinic: Clinic) -> bool:
    clinics = by.clinics_as(Membership.Role.RESEARCHER)
    return by.is_active and clinics.filter(pk=clinic.pk).exists()


def _refuse(export: Export, why: str, now: datetime) -> None:
    finish(export, state=Export.State.REFUSED, last_error=why, finished_at=now)


def _progress(export: Export, **written: int) -> None:
    if not renew(export, lease=LEASE, **written):
        raise LeaseLost


def _nudge(pk: int) -> None:
    """Wake a worker. Without a broker the export is made all the same, at the next sweep."""
    try:
        current_app.send_task("research.tasks.run_export", args=[pk])
    except OperationalError:
        logger.warning("no broker to wake a worker: export %s waits for the next sweep", pk)
