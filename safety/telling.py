"""What she is told about when staff see what she said: the truth, and never a promise."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.clock import zone_of
from safety.models import Concern
from safety.services.duty import Seen

# Further ahead a weekday alone could be any week's.
A_WEEK = timedelta(days=6)


def staff_see(seen: Seen, zone: str, now: datetime) -> str:
    """One or two sentences in the active language, by the clock of `zone` (hers)."""
    if not seen.looks and seen.at is None:
        return _("We cannot say when staff will see this. Do not wait for them.")
    if seen.tier == Concern.Tier.NEXT_VISIT:
        return _("Your clinic gets a note. It may come up at your next visit. Do not wait for it.")
    if seen.looks:
        return _("Staff get a note now. They may be busy; do not wait for them.")
    return _opening(seen, zone, now)


def _opening(seen: Seen, zone: str, now: datetime) -> str:
    here = zone_of(zone)
    at, today = (seen.at or now).astimezone(here), now.astimezone(here).date()
    hour = date_format(at, "g:i A")
    if at.date() == today:
        return _("Staff see this today at %(hour)s. Do not wait for them.") % {"hour": hour}
    if at.date() - today <= A_WEEK:
        return _("Staff see this on %(day)s at %(hour)s. Do not wait for them.") % {
            "day": date_format(at, "l"),
            "hour": hour,
        }
    return _("Staff see this on %(date)s at %(hour)s. Do not wait for them.") % {
        "date": date_format(at, "MONTH_DAY_FORMAT"),
        "hour": hour,
    }
