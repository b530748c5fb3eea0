"""How many concerns a week to expect, with how little is known said plainly. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Of the standard normal distribution and of counts: the middle 95 %.
Z = 1.959964
LOW, HIGH = 0.025, 0.975


@dataclass(frozen=True)
class Share:
    """How often something happens when asked: the best value and a range around it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Expected:
    """Concerns from one rule in a week. `share` None: nothing is known, so nothing is said."""

    rule: str
    tier: str
    asked: float
    basis: str
    share: Share | None

    @property
    def mean(self) -> float | None:
        """The expected number."""
        return None if self.share is None else self.asked * self.share.value

    @property
    def between(self) -> tuple[int, int] | None:
        """From and to, so that 95 of 100 such weeks lie between if the share's range is right."""
        if self.share is None:
            return None
        return spread(self.asked * self.share.low, self.asked * self.share.high)


def wilson(hits: int, tries: int) -> Share | None:
    """The share of `hits` in `tries` with Wilson's 95 % interval; None without a try."""
    if tries == 0:
        return None
    share, squared = hits / tries, Z * Z
    middle = share + squared / (2 * tries)
    half = Z * math.sqrt(share * (1 - share) / tries + squared / (4 * tries * tries))
    low, high = (
        (middle - half) / (1 + squared / tries),
        (middle + half) / (1 + squared / tries),
    )
    return Share(share, max(0.0, min(low, share)), min(1.0, max(high, share)))


def spread(low_mean: float, high_mean: float) -> tuple[int, int]:
    """The middle 95 % of a Poisson count whose mean lies between the two."""
    return poisson_quantile(low_mean, LOW), poisson_quantile(high_mean, HIGH)


def poisson_quantile(mean: float, probability: float) -> int:
    """The smallest count that is not exceeded with that probability."""
    if mean <= 0:
        return 0
    count, term = 0, math.exp(-mean)
    if term == 0.0:  # So large that a normal count is exact enough.
        z = Z if probability > 0.5 else -Z
        return max(0, math.ceil(mean + z * math.sqrt(mean)))
    total = term
    while total < probability:
        count += 1
        term *= mean / count
        total += term
        if term == 0.0:
            break
    return count


def together(rows: Iterable[Expected], *, rule: str, tier: str) -> Expected | None:
    """Several rules as one; None when nothing is known of any of them."""
    known = [row for row in rows if row.share is not None]
    if not known:
        return None
    sums = [
        sum(row.asked * end(row.share) for row in known if row.share is not None)
        for end in (
            lambda share: share.value,
            lambda share: share.low,
            lambda share: share.high,
        )
    ]
    return Expected(rule, tier, 1.0, "", Share(*sums))
