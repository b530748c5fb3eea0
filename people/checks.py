"""What must be true of keys and cookies before the site may serve real people."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from kernel.crypto import parse_keys

DEMO_MARKS = ("demo", "dev", "test", "example", "change-me")


@register(Tags.security, deploy=True)
def keys_are_not_demo_keys(app_configs, **_kwargs) -> list[Error]:
    """`check --deploy` refuses the keys of a demo or of the example file."""
    errors = []
    secrets = {
        "SECRET_KEY": settings.SECRET_KEY,
        "BLIND_INDEX_KEY": settings.BLIND_INDEX_KEY,
        "IDENTIFIER_KEYS": next(iter(parse_keys(settings.IDENTIFIER_KEYS))),
    }
    for name, value in secrets.items():
        if any(mark in value.lower() for mark in DEMO_MARKS) or (
            name != "IDENTIFIER_KEYS" and len(value) < 32
        ):
            errors.append(
                Error(
                    f"{name} is a demo value or too short.",
                    hint="Make a new one as docs/operations.md says, and keep it out of the code.",
                    id="people.E001",
                )
            )
    if settings.DEMO:
        errors.append(
            Error("DEMO is on.", hint="Set DEMO=0: demo data never lives here.", id="people.E002")
        )
    if not settings.SITE_URL.startswith("https://"):
        errors.append(Error("SITE_URL is not https.", hint="Set it to https://…", id="people.E003"))
    return errors
