"""PIN rules, pure: which are allowed, and how long a wrong one makes the next wait."""

from datetime import timedelta
from itertools import pairwise

MAX_DIGITS = 12
# After this many wrong tries in a row the phone needs a new invitation.
LAST_TRY = 12
# After this many since the PIN itself was last right, with the second PIN between them or not.
LAST_GUESS = 36
# The first wrong tries are free: tired thumbs.
FREE_TRIES = 3


def weakness(pin: str, *, minimum: int) -> str | None:
    """Why a PIN cannot be used, as a code: not_digits, too_short, too_long, run — or None."""
    if not (pin.isascii() and pin.isdigit()):
        return "not_digits"
    if len(pin) < minimum:
        return "too_short"
    if len(pin) > MAX_DIGITS:
        return "too_long"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return "run"
    return None


def wait_after(wrong: int) -> timedelta:
    """How long this phone waits after its `wrong`th wrong PIN in a row: 0, then 30 s doubling.

    Twelve tries take over two hours, then the PIN no longer opens anything.
    """
    if wrong <= FREE_TRIES:
        return timedelta()
    return timedelta(seconds=min(30 * 2 ** (wrong - FREE_TRIES - 1), 3600))
