"""Identifiers at rest: an encrypted text field and the blind index that finds them again.

Keys come from IDENTIFIER_KEYS ("id:base64key,…"): the first encrypts, all decrypt. The stored
text is "id:fernet", so a key can be retired when no row carries its id. Never from SECRET_KEY.
"""

import base64
import hashlib
import hmac
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


def parse_keys(text: str) -> dict[str, Fernet]:
    """Key id → Fernet, in the order given. Raises ImproperlyConfigured on nonsense."""
    keys: dict[str, Fernet] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key_id, _, raw = part.partition(":")
        try:
            material = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
        except ValueError as error:
            raise ImproperlyConfigured(f"IDENTIFIER_KEYS: {key_id} is not base64") from error
        if not key_id or len(material) != 32:
            raise ImproperlyConfigured("IDENTIFIER_KEYS must be id:base64 of 32 bytes, comma apart")
        keys[key_id] = Fernet(base64.urlsafe_b64encode(material))
    if not keys:
        raise ImproperlyConfigured("IDENTIFIER_KEYS is empty")
    return keys


@lru_cache
def _keys(text: str) -> dict[str, Fernet]:
    return parse_keys(text)


def encrypt(plain: str) -> str:
    """Encrypt with the first key; the empty string stays empty (there is nothing to hide)."""
    if plain == "":
        return ""
    key_id, fernet = next(iter(_keys(settings.IDENTIFIER_KEYS).items()))
    return f"{key_id}:{fernet.encrypt(plain.encode()).decode()}"


def decrypt(stored: str) -> str:
    """Decrypt with the key the text names. Raises ImproperlyConfigured when that key is gone."""
    if stored == "":
        return ""
    key_id, _, token = stored.partition(":")
    fernet = _keys(settings.IDENTIFIER_KEYS).get(key_id)
    if fernet is None:
        raise ImproperlyConfigured(f"a row is encrypted under key {key_id}, which is not given")
    try:
        return fernet.decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(f"key {key_id} does not open what it wrote") from error


class EncryptedTextField(models.TextField):
    """Text that is ciphertext in the database and plain in Python. It cannot be searched."""

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> str | None:
        """Ciphertext → text."""
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: object) -> str | None:
        """Text → ciphertext."""
        return None if value is None else encrypt(str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        """Only IS NULL means anything: two encryptions of one text differ."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def blind_index(value: str, *, purpose: str) -> str:
    """Keyed hash of a normalised value: equal values meet, nothing can be read back.

    `purpose` keeps an e-mail from matching a phone number of the same letters.
    """
    plain = unicodedata.normalize("NFKC", value).strip().casefold()
    if not plain:
        return ""
    key = settings.BLIND_INDEX_KEY.encode()
    return hmac.new(key, f"{purpose}\0{plain}".encode(), hashlib.sha256).hexdigest()
