"""When something opens, in words a mother reads: today and tomorrow before any date."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.clock import zone_of


def opens_when(opens_at: datetime, *, now: datetime, zone: str) -> str:
    """The end of a sentence such as “This opens …”, on her own clock."""
    local, today = opens_at.astimezone(zone_of(zone)), now.astimezone(zone_of(zone)).date()
    if local.date() == today:
        # Without dots: a full stop may follow.
        return _("today at %(hour)s") % {"hour": date_format(local, "g:i A")}
    day = {"weekday": date_format(local, "l"), "day": date_format(local, "MONTH_DAY_FORMAT")}
    if local.date() == today + timedelta(days=1):
        return _("tomorrow, %(weekday)s") % day
    return _("on %(weekday)s, %(day)s") % day
