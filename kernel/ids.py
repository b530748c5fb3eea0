"""Identifiers and the one canonical form that bodies are hashed in."""

import hashlib
import json
import secrets
import uuid
from typing import Any

# No vowels, no look-alikes: a pseudonym read aloud is neither a word nor ambiguous.
PSEUDONYM_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def canonical_json(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8 as it is: one value, the same bytes everywhere.

    Only objects, arrays, strings, integers, booleans and null: floats have no one spelling.
    Raises TypeError on anything else.
    """
    _refuse_floats(value)
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        # Half of a surrogate pair: JSON can carry it, UTF-8 cannot.
        raise TypeError("a text holds half a character") from error


def body_hash(value: Any) -> str:
    """Hex SHA-256 of the canonical form."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def parse_uuid(text: Any) -> uuid.UUID | None:
    """A UUID from text, or None when it is not one."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def new_token() -> str:
    """A URL-safe secret of 256 bits; only its hash is stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Hex SHA-256 of a high-entropy token (no salt needed: it cannot be guessed)."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_pseudonym(length: int = 10) -> str:
    """A random code, never derived from anything about her."""
    return "".join(secrets.choice(PSEUDONYM_ALPHABET) for _ in range(length))


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form: send an integer or a string")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("keys must be strings")
            _refuse_floats(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_floats(inner)
