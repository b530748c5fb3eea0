"""Secrets of one stack: made once, kept in a file only its owner can read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    secret_key: str
    identifier_keys: str
    blind_index_key: str
    postgres: str
    owner: str
    app: str
    redis: str


def load_or_make(folder: Path) -> Keys:
    """Read the secrets kept in `folder`, or make them. Losing them loses the names in the data."""
    path = folder / "secrets.json"
    if path.exists():
        return Keys(**json.loads(path.read_text()))
    made = Keys(
        secret_key="demo-" + secrets.token_urlsafe(48),
        identifier_keys="demo:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        blind_index_key="demo-" + secrets.token_urlsafe(48),
        **{name: secrets.token_hex(16) for name in ("postgres", "owner", "app", "redis")},
    )
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as opened:
        json.dump(asdict(made), opened)
    fresh.rename(path)  # Whole or not at all: a half-written file would lock the data for good.
    return made
