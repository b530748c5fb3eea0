"""The worker's part: a clock and a nudge. What is owed stands in the table."""

import time

from celery import shared_task
from django.utils import timezone

from research.models import Export
from research.services import SETTLE, claim_export, make_export


@shared_task(name="research.tasks.run_export", soft_time_limit=None)
def run_export(pk: int) -> None:
    """Make one export soon after it was asked for."""
    asked = Export.objects.filter(pk=pk).values_list("as_of", flat=True).first()
    if asked is not None:
        time.sleep(max(0.0, (asked + SETTLE - timezone.now()).total_seconds()))
        _drive(pk)


@shared_task(name="research.tasks.sweep_exports")
def sweep_exports() -> None:
    """Make every export nobody is making: the nudge was lost, or its worker died."""
    while _drive(None):
        continue


def _drive(pk: int | None) -> bool:
    export = claim_export(pk=pk)
    if export is None:
        return False
    make_export(export=export, now=timezone.now())
    return True
