"""How far a phone's clock is off, when each measurement also holds the network's delay."""

from datetime import datetime, timedelta

from kernel.rows import ask
from people.models import Device
from schedule.envelope import Envelope

# A delay can be this long; a larger difference means that the clock was set anew.
LONGEST_DELAY = timedelta(minutes=5)
# A clock drifts by a second or two in a day.
REMEMBERED = timedelta(days=1)
_LEAST = """
    SELECT min(answered_at - phone_answered_at) FROM schedule_deposit
    WHERE device_id = %s AND sequence IS NOT NULL AND received_at > %s
    AND answered_at - phone_answered_at BETWEEN %s AND %s
"""


def said_at(*, device: Device, envelope: Envelope, now: datetime) -> datetime:
    """When it was said by our clock.

    A delay only ever makes a phone look later than it is, so the smallest of the phone's recent
    differences is the truest. Taken alone, an answer that the network held up would seem to be
    said after the one that corrected it. A form (no sequence) is timed by our own clock.
    """
    skew = now - envelope.phone_sent_at
    if envelope.sequence is not None:
        skew = _smallest(device, skew, now)
    return envelope.answered_at(now, skew)


def _smallest(device: Device, skew: timedelta, now: datetime) -> timedelta:
    (least,) = ask(_LEAST, [device.pk, now - REMEMBERED, skew - LONGEST_DELAY, skew])
    return skew if least is None else least
