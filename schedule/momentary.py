"""Momentary prompts: a few moments a day, drawn so that nobody can guess them, and always the same.

Pure. Moments are drawn in minutes that really pass between two hours of her clock, so that the
gap between two of them holds on the day the clocks change, too. They follow from the seed and
the number of the day alone: the same rule gives the same moments in any process.
"""

from datetime import datetime, time, timedelta
from hashlib import sha256

# More is a burden (the page that composes batteries and the one that gives them refuse it).
MOST_A_DAY = 2
LONGEST_BURST_DAYS = 14

MINUTE = timedelta(minutes=1)
_DAY = 24 * 60


def moments(
    *, seed: int, day_number: int, begins: datetime, ends: datetime, prompts: int, gap: int
) -> list[datetime]:
    """`prompts` instants of one day from `begins` to `ends` (UTC), `gap` minutes apart at least.

    Fewer where so many do not fit (an hour is missing that day); none where the day is over
    before it begins.
    """
    length = int((ends - begins) / MINUTE)
    if length < 0:
        return []
    fitting = min(prompts, length // gap + 1 if gap else prompts)
    room = length - (fitting - 1) * gap
    drawn = sorted(_number(seed, day_number, place, room + 1) for place in range(fitting))
    return [begins + (minute + gap * place) * MINUTE for place, minute in enumerate(drawn)]


def awake(between: tuple[time, time], quiet: tuple[time, time]) -> tuple[time, time] | None:
    """The longest stretch of `between` that her quiet hours leave; None when they leave none.

    Quiet hours go over midnight when they begin later than they end, and are none when equal.
    """
    first, last = (_minute(clock) for clock in between)
    start, end = (_minute(clock) for clock in quiet)
    if start == end:
        return between
    pieces = [(start, end)] if start < end else [(0, end), (start, _DAY)]
    free = [(first, last)]
    for begins, ends in pieces:
        free = [
            part
            for low, high in free
            # The minute quiet begins is quiet; that in which it ends is not.
            for part in ((low, min(high, begins - 1)), (max(low, ends), high))
            if part[0] <= part[1]
        ]
    if not free:
        return None
    low, high = max(free, key=lambda part: (part[1] - part[0], -part[0]))
    return _clock(low), _clock(high)


def minutes_in(between: tuple[time, time]) -> int:
    """From one time of day to a later one."""
    return _minute(between[1]) - _minute(between[0])


def _number(seed: int, day_number: int, place: int, below: int) -> int:
    """An even draw from 0 up to and without `below`: not Python's random, which may change."""
    drawn = sha256(f"{seed}/{day_number}/{place}".encode()).digest()
    return int.from_bytes(drawn[:8]) % below


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
