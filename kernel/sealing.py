"""What a phone sealed for us and signed: read, verified, opened. Pure: keys are passed in.

Sealing is ECDH on P-256 between a key made for this one thing and ours, HKDF-SHA256, then
AES-256-GCM. The signature is the phone's own P-256 key's over all that is outside. The sender's
half stands here too: it is the reference that the browser's code is tested against.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kernel.errors import BadInput

VERSION = 2
INFO = b"daybook-deposit-v2"
# A coordinate, and each half of a signature, on P-256.
HALF = 32
IV_BYTES = 12
LONGEST_KEY_ID = 40

Keys = Mapping[str, ec.EllipticCurvePrivateKey]


class BadKeys(ValueError):
    """The setting is not a list of keys; the message says what to change."""


class Unreadable(Exception):
    """Sealed to a key we do not hold, or broken on the way."""


@dataclass(frozen=True)
class Sealed:
    """The outside of one thing: who says it comes from, and in which order."""

    device: UUID
    kid: str
    epk: ec.EllipticCurvePublicKey
    iv: bytes
    ct: bytes
    sequence: int
    signature: bytes
    signed: bytes


def parse_keys(text: str) -> Keys:
    """Key id → key, in the order given: the first seals, all open. Raises BadKeys."""
    keys: dict[str, ec.EllipticCurvePrivateKey] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        kid, _, raw = part.partition(":")
        if not _is_key_id(kid):
            raise BadKeys("a key id is made of letters and digits")
        try:
            key = load_der_private_key(base64.b64decode(raw, validate=True), password=None)
        except (ValueError, TypeError) as error:
            raise BadKeys(f"{kid} is not base64 of a PKCS8 key") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
            raise BadKeys(f"{kid} is not a P-256 key")
        if kid in keys:
            raise BadKeys(f"two keys are called {kid}")
        keys[kid] = key
    if not keys:
        raise BadKeys("it is empty")
    return keys


@lru_cache(maxsize=4)
def keys_of(text: str) -> Keys:
    """As parse_keys, once for each text."""
    return parse_keys(text)


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """A public key as browsers import it."""
    numbers = key.public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": _url64(numbers.x.to_bytes(HALF, "big")),
        "y": _url64(numbers.y.to_bytes(HALF, "big")),
    }


def public_key(jwk: Any) -> ec.EllipticCurvePublicKey:
    """A public key from what a browser exports. Raises BadInput: also for one not on the curve."""
    if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("EC", "P-256"):
        raise BadInput("A P-256 public key is needed.", field="jwk")
    if "d" in jwk:
        raise BadInput("That is a private key: it must never leave the phone.", field="jwk")
    x, y = (_coordinate(jwk.get(name)) for name in ("x", "y"))
    try:
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError as error:
        raise BadInput("That is not a point of P-256.", field="jwk") from error


def read(data: Any) -> Sealed:
    """The outside of a sealed thing, read strictly. Raises BadInput naming the field."""
    if not isinstance(data, dict) or data.get("v") != VERSION:
        raise BadInput(f"A sealed deposit has v {VERSION}.", field="v")
    kid, sequence = data.get("kid"), data.get("sequence")
    if not isinstance(kid, str) or not _is_key_id(kid):
        raise BadInput("The id of the key it was sealed to is needed.", field="kid")
    if type(sequence) is not int or not 0 <= sequence < 2**63:
        raise BadInput("The sequence must be a whole number.", field="sequence")
    try:
        epk = public_key(data.get("epk"))
    except BadInput as error:
        raise BadInput(error.message, field="epk") from error
    iv = _bytes(data, "iv")
    if len(iv) != IV_BYTES:
        raise BadInput(f"The iv must be {IV_BYTES} bytes.", field="iv")
    return Sealed(
        device=_device(data.get("device")),
        kid=kid,
        epk=epk,
        iv=iv,
        ct=_bytes(data, "ct"),
        sequence=sequence,
        signature=_bytes(data, "sig"),
        signed=signed_text(data),
    )


def signed_text(data: Mapping[str, Any]) -> bytes:
    """What the phone signs: every part as it is sent, with bars between."""
    epk = data["epk"]
    parts = (data["v"], data["device"], data["kid"], epk["x"], epk["y"])
    return "|".join(map(str, (*parts, data["iv"], data["ct"], data["sequence"]))).encode()


def signed_by(sealed: Sealed, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the phone that holds this key signed it."""
    signature = sealed.signature
    if len(signature) != 2 * HALF:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:HALF], signature[HALF:]))
    try:
        key.verify(utils.encode_dss_signature(r, s), sealed.signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def open_sealed(sealed: Sealed, keys: Keys) -> bytes:
    """What is inside. Raises Unreadable: the key is gone, or it was changed on the way."""
    key = keys.get(sealed.kid)
    if key is None:
        raise Unreadable("the key is gone")
    try:
        content_key = _derive(key.exchange(ec.ECDH(), sealed.epk), sealed.iv)
        return AESGCM(content_key).decrypt(sealed.iv, sealed.ct, None)
    except InvalidTag as error:
        raise Unreadable("it does not open") from error


def seal(
    plain: bytes,
    *,
    kid: str,
    to: ec.EllipticCurvePublicKey,
    device: UUID,
    sequence: int,
    sign_with: ec.EllipticCurvePrivateKey,
) -> dict[str, Any]:
    """What a phone does: the reference for the browser's code."""
    once, iv = ec.generate_private_key(ec.SECP256R1()), os.urandom(IV_BYTES)
    content_key = _derive(once.exchange(ec.ECDH(), to), iv)
    outer: dict[str, Any] = {
        "v": VERSION,
        "device": str(device),
        "kid": kid,
        "epk": jwk_of(once.public_key()),
        "iv": base64.b64encode(iv).decode(),
        "ct": base64.b64encode(AESGCM(content_key).encrypt(iv, plain, None)).decode(),
        "sequence": sequence,
    }
    return outer | {"sig": sign(outer, sign_with)}


def sign(outer: Mapping[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    """The phone's signature over the outside, in the form browsers make (IEEE P1363)."""
    r, s = utils.decode_dss_signature(key.sign(signed_text(outer), ec.ECDSA(SHA256())))
    return base64.b64encode(r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")).decode()


def _is_key_id(text: str) -> bool:
    return text.isascii() and text.isalnum() and len(text) <= LONGEST_KEY_ID


def _derive(secret: bytes, iv: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=iv, info=INFO).derive(secret)


def _device(text: Any) -> UUID:
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError) as error:
        raise BadInput("The phone's own id is needed.", field="device") from error


def _bytes(data: dict[str, Any], field: str) -> bytes:
    text = data.get(field)
    try:
        if isinstance(text, str):
            return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("This must be base64.", field=field) from error
    raise BadInput("This must be base64.", field=field)


def _coordinate(text: Any) -> int:
    raw = b""
    if isinstance(text, str) and text.isascii() and len(text) <= 2 * HALF:
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except binascii.Error as error:
            raise BadInput("A coordinate must be base64url.", field="jwk") from error
    if len(raw) != HALF:
        raise BadInput(f"A coordinate must be {HALF} bytes.", field="jwk")
    return int.from_bytes(raw, "big")


def _url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
