"""Tags and filters all three faces share."""

from datetime import datetime

from django import template
from django.utils.html import format_html

from kernel.clock import zone_of

register = template.Library()


@register.filter
def in_zone(at: datetime | None, zone: str) -> datetime | None:
    """The wall clock of `zone` at that instant, naive: the date filter leaves it as it is."""
    return at.astimezone(zone_of(zone)).replace(tzinfo=None) if at else None


@register.simple_tag
def moment_tag(at: datetime | None, zone: str, other_zone: str = "") -> str:
    """A <time> in `zone`, with the same instant in `other_zone` on hover."""
    if at is None:
        return ""
    shown = at.astimezone(zone_of(zone))
    title = at.astimezone(zone_of(other_zone or zone)).strftime("%a %d %b %Y %H:%M ") + (
        other_zone or zone
    )
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        title,
        shown.strftime("%d %b %Y %H:%M"),
    )
