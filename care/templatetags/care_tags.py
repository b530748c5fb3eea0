"""Days in words, for tables where a whole date would be noise."""

from datetime import datetime

from django import template
from django.utils.html import format_html

from kernel.clock import local_date, zone_of

register = template.Library()


@register.simple_tag
def ago(at: datetime, now: datetime, zone: str, her_zone: str) -> str:
    """Today, yesterday, 9 days ago: in the reader's zone, the whole of it in hers on hover."""
    days = (local_date(now, zone) - local_date(at, zone)).days
    words = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return _time(at, words, her_zone)


@register.simple_tag
def day(at: datetime, zone: str, her_zone: str) -> str:
    """Thu 3 Dec, in the reader's zone, the whole of it in hers on hover."""
    shown = at.astimezone(zone_of(zone))
    return _time(at, f"{shown:%a} {shown.day} {shown:%b}", her_zone)


def _time(at: datetime, words: str, her_zone: str) -> str:
    hers = at.astimezone(zone_of(her_zone))
    return format_html(
        '<time datetime="{}" title="{} {}">{}</time>',
        at.isoformat(),
        f"{hers:%a %d %b %Y %H:%M}",
        her_zone,
        words,
    )
