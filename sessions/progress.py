"""How far she is in a session. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.types import SessionContent, Step


@dataclass(frozen=True)
class Progress:
    """Steps behind her, in order; the one to do next, or None; how many there are."""

    done: tuple[str, ...]
    next: str | None
    total: int

    @property
    def complete(self) -> bool:
        """Nothing is left to do."""
        return self.next is None


def path(
    content: SessionContent,
    addressed: str,
    instrument_fits: Callable[[str], bool],
    released: Collection[str] = (),
) -> tuple[Step, ...]:
    """The steps she is asked to do, in order.

    Left out: what is not for how she is addressed, questions that do not fit her, and what may
    stir things up while nobody has released it. The short
    form of a practice is a step of its own, where it stands; who takes it in place of the long
    one, later, does the long one by it: the entry then names the long step.
    """
    return tuple(
        step
        for step in content.steps_for(addressed)
        if (step.instrument is None or instrument_fits(step.instrument))
        and (not step.provoking or step.code in released)
    )


def progress(steps: Collection[Step], settled: Collection[str]) -> Progress:
    """Where she stands among `steps`, given the codes of those that are settled.

    Settled is done, or stopped because it was not good for her: she is not asked for it again.
    """
    done = tuple(step.code for step in steps if step.code in settled)
    left = [step.code for step in steps if step.code not in settled]
    return Progress(done=done, next=left[0] if left else None, total=len(steps))
