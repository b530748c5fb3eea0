"""The six digits an authenticator app would show (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time

STEP = 30


def totp(secret: str, at: float | None = None) -> str:
    """The code of a base32 secret at a moment."""
    padded = secret.replace(" ", "").upper()
    key = base64.b32decode(padded + "=" * (-len(padded) % 8))
    counter = int((time.time() if at is None else at) // STEP)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
