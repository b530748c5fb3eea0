"""Which of several answers to one item counts now. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Said:
    """One answer as it was handed in; `receipt` is the number of its deposit."""

    item: str
    value: int | str | None
    declined: bool
    answered_at: datetime
    sequence: int | None
    receipt: int

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Later is larger: time (corrected for the phone's clock), sequence, receipt.

        Without a sequence an answer stands before one that has it. No two answers share a
        receipt, so the order never depends on the order of arrival at a reader.
        """
        return (self.answered_at, -1 if self.sequence is None else self.sequence, self.receipt)


def current(said: Iterable[Said]) -> dict[str, Said]:
    """By item, the answer that was given last, whichever arrived last."""
    latest: dict[str, Said] = {}
    for one in said:
        if one.item not in latest or one.order > latest[one.item].order:
            latest[one.item] = one
    return latest
