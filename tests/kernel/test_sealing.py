"""Sealed things: opened only by our key, believed only from the phone that signed them."""

import base64
import hmac
import json
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from devstack.keys import sealing_key
from kernel import sealing
from kernel.errors import BadInput

KEYS = sealing.parse_keys(f"k2:{sealing_key()},k1:{sealing_key()}")
PHONE = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def sealed(plain: bytes = b"hers", *, kid: str = "k2", **changes) -> dict:
    outer = sealing.seal(
        plain, kid=kid, to=KEYS[kid].public_key(), device=uuid4(), sequence=7, sign_with=PHONE
    )
    return outer | changes


def test_the_first_key_seals_and_every_one_opens():
    assert next(iter(KEYS)) == "k2"
    for kid in KEYS:
        assert sealing.open_sealed(sealing.read(sealed(kid=kid)), KEYS) == b"hers"


def test_the_key_is_made_as_the_contract_says():
    """Done again by hand: HKDF-SHA256 with the iv as salt and the name of the envelope as info."""
    outer = sealed(b"by hand")
    iv, ct = base64.b64decode(outer["iv"]), base64.b64decode(outer["ct"])
    secret = KEYS["k2"].exchange(ec.ECDH(), sealing.public_key(outer["epk"]))
    extracted = hmac.digest(iv, secret, "sha256")
    key = hmac.digest(extracted, b"daybook-deposit-v2\x01", "sha256")
    assert AESGCM(key).decrypt(iv, ct, None) == b"by hand"
    epk = outer["epk"]
    parts = ("2", outer["device"], "k2", epk["x"], epk["y"], outer["iv"], outer["ct"], "7")
    assert sealing.read(outer).signed == "|".join(parts).encode()


def test_what_is_sealed_twice_looks_different():
    first, second = sealed(), sealed()
    assert first["ct"] != second["ct"] and first["epk"] != second["epk"]


def test_a_key_that_is_gone_opens_nothing():
    with pytest.raises(sealing.Unreadable):
        sealing.open_sealed(sealing.read(sealed(kid="k1")), {"k2": KEYS["k2"]})


def test_sealed_to_another_key_does_not_open():
    with pytest.raises(sealing.Unreadable):
        sealing.open_sealed(sealing.read(sealed(kid="k1") | {"kid": "k2"}), KEYS)


def test_only_the_phone_that_signed_is_believed():
    read = sealing.read(sealed())
    assert sealing.signed_by(read, PHONE.public_key())
    assert not sealing.signed_by(read, OTHER.public_key())


@pytest.mark.parametrize("field", ["device", "kid", "iv", "ct", "sequence", "epk"])
def test_nothing_outside_can_be_changed(field):
    outer, other = sealed(), sealed()
    changed = {"kid": "k1", "sequence": 8}.get(field, other[field])
    read = sealing.read(outer | {field: changed})
    assert not sealing.signed_by(read, PHONE.public_key())


@pytest.mark.parametrize("signature", [b"", b"x", bytes(64), b"\xff" * 64, b"a" * 65])
def test_a_signature_of_nonsense_is_not_one(signature):
    read = sealing.read(sealed(sig=base64.b64encode(signature).decode()))
    assert not sealing.signed_by(read, PHONE.public_key())


@pytest.mark.parametrize("at", [0, -1])
def test_one_bit_changed_does_not_open(at):
    outer = sealed()
    ct = bytearray(base64.b64decode(outer["ct"]))
    ct[at] ^= 1
    with pytest.raises(sealing.Unreadable):
        sealing.open_sealed(
            sealing.read(outer | {"ct": base64.b64encode(bytes(ct)).decode()}), KEYS
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 1),
        ("device", "me"),
        ("device", None),
        ("kid", ""),
        ("kid", "a|b"),
        ("kid", "k" * 41),
        ("kid", 1),
        ("sequence", -1),
        ("sequence", True),
        ("sequence", 1.0),
        ("sequence", 2**63),
        ("iv", "AAAA"),
        ("iv", "é"),
        ("ct", None),
        ("ct", "-_"),
        ("sig", 5),
        ("epk", {}),
        ("epk", {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}),
        ("epk", {"kty": "EC", "crv": "P-384", "x": "A" * 43, "y": "A" * 43}),
    ],
)
def test_what_is_not_one_is_named(field, value):
    with pytest.raises(BadInput) as refusal:
        sealing.read(sealed() | {field: value})
    assert refusal.value.field == field


def test_a_private_key_is_not_taken():
    with pytest.raises(BadInput):
        sealing.public_key(sealing.jwk_of(PHONE.public_key()) | {"d": "x"})


def test_a_public_key_survives_the_way():
    again = sealing.public_key(json.loads(json.dumps(sealing.jwk_of(PHONE.public_key()))))
    assert again.public_numbers() == PHONE.public_key().public_numbers()


@given(
    st.sampled_from(["v", "device", "kid", "epk", "iv", "ct", "sequence", "sig"]),
    JSON | st.text(max_size=80),
)
def test_whatever_stands_in_a_field_it_is_read_or_refused(field, value):
    try:
        sealing.signed_by(sealing.read(SEALED | {field: value}), PHONE.public_key())
    except BadInput as refusal:
        assert refusal.field


@given(JSON)
def test_whatever_comes_is_read_or_refused(value):
    for take in (sealing.read, sealing.public_key):
        with pytest.raises(BadInput):
            take(value)


@pytest.mark.parametrize(
    "text", ["", "k1", "k1:xyz", f"k1:{sealing_key()},k1:{sealing_key()}", f"a b:{sealing_key()}"]
)
def test_keys_that_are_none(text):
    with pytest.raises(sealing.BadKeys):
        sealing.parse_keys(text)


SEALED = sealed()
