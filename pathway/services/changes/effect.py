"""What a recorded fact did, or would do, in numbers and in what she will see."""

from dataclasses import dataclass, field
from typing import Any

from people.models import StateChange

COUNTS = ("moves", "keeps", "pauses", "stops", "adds", "sends_now")


@dataclass(frozen=True)
class Effect:
    """`keeps` are things she has done. `change` is None in a preview."""

    change: StateChange | None
    moves: int
    keeps: int
    pauses: int
    stops: int
    adds: int
    sends_now: int
    addressed_before: str
    addressed_after: str
    # What Today will show first, as English lines.
    sees: list[str] = field(default_factory=list)

    def words(self) -> str:
        """As staff read it; what does not happen is only said where it must be sure."""
        parts = [f"moves {self.moves}", f"keeps {self.keeps} done"]
        parts += [f"{name} {count}" for name, count in self._others() if count]
        return ", ".join([*parts, f"sends {self.sends_now} now"])

    def _others(self) -> list[tuple[str, int]]:
        return [("pauses", self.pauses), ("stops", self.stops), ("adds", self.adds)]

    def kept(self) -> dict[str, Any]:
        """As the change keeps it."""
        words = ("addressed_before", "addressed_after", "sees")
        return {name: getattr(self, name) for name in (*COUNTS, *words)}


def effect_of(change: StateChange) -> Effect:
    """What a recorded change did, as it was counted then."""
    return Effect(change=change, **change.effect)
