"""Planned missing: which blocks of a battery a mother gets. Pure.

The blocks that fewest mothers have got so far; between equals the seed decides. So every block
is answered by as many mothers as any other, give or take one, and the same seed and counts give
the same blocks again.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256


def allotted(
    names: Collection[str], *, each_gets: int, given: Mapping[str, int], seed: int
) -> list[str]:
    """The blocks one mother gets, in alphabetical order; `given`: how many have got each."""
    order = sorted(names, key=lambda name: (given.get(name, 0), _drawn(seed, name)))
    return sorted(order[:each_gets])


def _drawn(seed: int, name: str) -> bytes:
    return sha256(f"{seed}/{name}".encode()).digest()
