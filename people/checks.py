"""What must be true of keys and cookies before the site may serve real people."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from kernel.sealing import BadKeys, parse_keys

# How the keys of the demo, of the tests and of the example file begin. Looked for at the start
# only: a random key may hold any four letters somewhere.
DEMO_MARKS = ("demo-", "demo:", "dev-only", "test-only", "example", "change-me")
SHORTEST = 32
FEWEST_LETTERS = 12


def demo_or_weak(value: str) -> bool:
    """Whether a key is one of the demo's, too short, or too few different letters to be random."""
    begins_like_demo = value.lower().startswith(DEMO_MARKS)
    return begins_like_demo or len(value) < SHORTEST or len(set(value)) < FEWEST_LETTERS


@register(Tags.security)
def sealing_keys_are_keys(app_configs, **_kwargs) -> list[Error]:
    """Phones seal to them: nonsense there must be found before the first one does."""
    try:
        parse_keys(settings.SEALING_KEYS)
    except BadKeys as trouble:
        hint = "id:base64 of a P-256 key in PKCS8, with commas: docs/operations.md says how."
        return [Error(f"SEALING_KEYS: {trouble}.", hint=hint, id="people.E004")]
    return []


@register(Tags.security, deploy=True)
def keys_are_not_demo_keys(app_configs, **_kwargs) -> list[Error]:
    """`check --deploy` refuses the keys of a demo or of the example file."""
    errors = []
    secrets = {
        "SECRET_KEY": settings.SECRET_KEY,
        "BLIND_INDEX_KEY": settings.BLIND_INDEX_KEY,
        "IDENTIFIER_KEYS": settings.IDENTIFIER_KEYS.split(",")[0],
        # Every one of these opens what phones hand in: none may be known to strangers.
        **{f"SEALING_KEYS ({i})": one for i, one in enumerate(_sealing(), start=1)},
    }
    for name, value in secrets.items():
        if demo_or_weak(value):
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


def _sealing() -> list[str]:
    return [part.strip() for part in settings.SEALING_KEYS.split(",") if part.strip()]
