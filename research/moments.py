"""Hard moments that consenting mothers let their clinic read, as rows of the export."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from research.cells import Cell
from sessions.models import HardMoment

Row = tuple[Cell, ...]


def moment_rows(mothers: list[int], codes: Mapping[int, str], *, as_of: datetime) -> Iterator[Row]:
    """Every one received by `as_of` and shared now, mothers in order of pseudonym, then by time.

    What she has deleted or taken back since is not there, as with answers. Her words stay where
    they are: they are neither read nor decrypted.
    """
    rows = HardMoment.objects.shared().filter(
        participant__in=mothers, deposit__received_at__lte=as_of
    )
    found = list(rows.select_related("deposit").defer("what"))
    for one in sorted(found, key=lambda row: (codes[row.participant_id], _when(row))):
        deposit = one.deposit
        local = deposit.answered_at + timedelta(minutes=deposit.offset_minutes)
        yield (
            codes[one.participant_id],
            one.intensity,
            one.control,
            one.skill,
            deposit.answered_at,
            local.replace(tzinfo=None),
            deposit.zone,
            deposit.offset_minutes,
            deposit.received_at,
        )


def _when(one: HardMoment) -> tuple[datetime, int]:
    return one.deposit.answered_at, one.deposit_id
