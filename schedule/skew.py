"""How far a phone's clock is off, when each measurement also holds the network's delay."""

from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Min

from people.models import Device
from schedule.envelope import Envelope

# A delay can be this long; a larger difference means that the clock was set anew.
LONGEST_DELAY = timedelta(minutes=5)
# A clock drifts by a second or two in a day.
REMEMBERED = timedelta(days=1)


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
    difference = ExpressionWrapper(
        F("answered_at") - F("phone_answered_at"), output_field=DurationField()
    )
    recent = device.deposits.filter(sequence__isnull=False, received_at__gt=now - REMEMBERED)
    alike = recent.annotate(skew=difference).filter(skew__range=(skew - LONGEST_DELAY, skew))
    least = alike.aggregate(least=Min("skew"))["least"]
    return skew if least is None else least
