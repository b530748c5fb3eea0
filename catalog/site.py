"""What the files of this installation say: the project's own content, then its packs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from catalog.loader import Library, load, read_voice
from catalog.voice import Voice


def folders() -> list[Path]:
    """The project's own content, then the packs of this installation."""
    return [Path(settings.CONTENT_DIR), *map(Path, settings.CONTENT_PACKS)]


def schemas() -> Path:
    return Path(settings.CONTENT_DIR) / "schemas"


@cache
def library() -> Library:
    """What the files say, read once per process; its `errors` say what is wrong with them."""
    return load(folders(), schemas(), settings.SPANISH_ADDRESS)


@cache
def site_voice() -> Voice:
    """How this site speaks Spanish. Reads the lists of words only: pages need it at once."""
    return read_voice(folders(), schemas(), settings.SPANISH_ADDRESS)
