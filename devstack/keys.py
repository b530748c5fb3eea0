"""Secrets of one stack: made once, kept in a file only its owner can read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@dataclass(frozen=True)
class Keys:
    secret_key: str
    identifier_keys: str
    blind_index_key: str
    sealing_keys: str
    postgres: str
    owner: str
    app: str
    redis: str


def load_or_make(folder: Path) -> Keys:
    """Read the secrets kept in `folder`, or make them. Losing them loses the names in the data.

    One that an older version did not know is made and kept with the others.
    """
    path = folder / "secrets.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    keys = Keys(**{**_made(), **kept})
    if asdict(keys) != kept:
        _keep(path, keys)
    return keys


def _made() -> dict[str, str]:
    return {
        "secret_key": "demo-" + secrets.token_urlsafe(48),
        "identifier_keys": "demo:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "blind_index_key": "demo-" + secrets.token_urlsafe(48),
        "sealing_keys": "demo:" + sealing_key(),
        **{name: secrets.token_hex(16) for name in ("postgres", "owner", "app", "redis")},
    }


def sealing_key() -> str:
    """A new P-256 key as SEALING_KEYS takes one: base64 of PKCS8."""
    made = generate_private_key(SECP256R1())
    return base64.b64encode(
        made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    ).decode()


def _keep(path: Path, keys: Keys) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as opened:
        json.dump(asdict(keys), opened)
    fresh.rename(path)  # Whole or not at all: a half-written file would lock the data for good.
