"""What every channel takes and how it says what became of it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Letter:
    """One message to one address. `reference` is the same each time the same thing is sent."""

    recipient: str
    subject: str
    body: str
    reference: str


@dataclass(frozen=True)
class Outcome:
    """What the wire said.

    accepted: the gateway took it. refused: it never will. retry: it did not take it, and may
    later. unknown: it broke off when it might have taken it already.
    """

    state: Literal["accepted", "refused", "retry", "unknown"]
    detail: str
