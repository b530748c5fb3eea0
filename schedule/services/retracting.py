"""She deletes what she handed in: it is hidden from then on, and kept as deleted."""

from collections.abc import Iterable
from datetime import datetime

from people.models import Device
from schedule.models import Deposit, Retraction


def retract(*, device: Device, deposits: Iterable[Deposit], now: datetime) -> None:
    """From now on nobody reads these: `SaidQuerySet.standing` leaves them out. Twice is once."""
    Retraction.objects.bulk_create(
        (Retraction(deposit=one, device=device, at=now) for one in deposits),
        ignore_conflicts=True,
    )
