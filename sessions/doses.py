"""What a practice really was: when it left her worse, how long it counts. Pure."""

from __future__ import annotations

# So much higher after than before (0 is fine, 10 is very hard), and it was not good for her.
WORSE_BY = 2
LOWEST, HIGHEST = 0, 10
# A page left open in a pocket is no practice: at most so many times its length counts.
MOST_TIMES = 2


def is_worse(before: int | None, after: int | None) -> bool:
    """Whether it left her clearly worse than it found her; not known without both."""
    return before is not None and after is not None and after - before >= WORSE_BY


def capped(seconds: int | None, length: int) -> int | None:
    """The seconds that count of a practice of some length."""
    return None if seconds is None else min(seconds, length * MOST_TIMES)
