import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.ids import PSEUDONYM_ALPHABET, body_hash, canonical_json, new_pseudonym, parse_uuid

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(values)
def test_canonical_form_reads_back_as_the_same_value(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), values))
def test_order_of_keys_does_not_matter(body):
    assert body_hash(dict(reversed(body.items()))) == body_hash(body)


def test_the_form_is_what_a_phone_writes():
    body = {"value": 3, "item": "stress", "text": "sí — “ok”", "declined": False}
    assert canonical_json(body).decode() == (
        '{"declined":false,"item":"stress","text":"sí — “ok”","value":3}'
    )


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, float("nan")])
def test_floats_have_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_pseudonym_is_random_and_readable():
    many = {new_pseudonym() for _ in range(500)}
    assert len(many) == 500
    assert set("".join(many)) <= set(PSEUDONYM_ALPHABET)


@pytest.mark.parametrize("text", ["", "x", None, 7, "{", "123"])
def test_what_is_no_uuid_is_none(text):
    assert parse_uuid(text) is None
