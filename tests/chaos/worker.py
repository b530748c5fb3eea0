"""The worker with faults built in: `celery -A tests.chaos.worker worker`."""

from more_platform.celery import app
from tests.chaos import faults

__all__ = ["app", "faults"]
