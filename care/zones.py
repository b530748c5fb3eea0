"""Time zones for a form: where mothers of this clinic most likely live first, then all. Pure."""

import zoneinfo
from functools import cache

NEAR = (
    ("America/New_York", "Eastern (New York)"),
    ("America/Chicago", "Central (Chicago)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Phoenix", "Mountain, no summer time (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
)


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices for a select."""
    near = {name for name, _label in NEAR}
    rest = sorted(
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/")) and name not in near
    )
    return [
        ("United States", list(NEAR)),
        ("Everywhere", [(name, name.replace("_", " ")) for name in rest]),
    ]
