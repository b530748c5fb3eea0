"""What must be true of how her pages look on a phone."""

from django.conf import settings
from django.core.checks import Error, register

from portal.views.install import ICONS


@register()
def the_icon_is_one_of_ours(app_configs: object, **_kwargs: object) -> list[Error]:
    """Each was drawn to say nothing; another one might."""
    if settings.PORTAL_ICON in ICONS:
        return []
    hint = f"Choose one of {', '.join(ICONS)}."
    return [Error(f"PORTAL_ICON is {settings.PORTAL_ICON}.", hint=hint, id="portal.E001")]
