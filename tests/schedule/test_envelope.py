from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInput
from kernel.ids import body_hash
from schedule.envelope import parse

NOW = datetime(2026, 11, 18, 17, tzinfo=UTC)
BODY = {"administration": str(uuid4()), "item": "now", "value": 3, "declined": False}


def handed_in(**changes) -> dict:
    """A right envelope, with changes."""
    whole = {
        "v": 1,
        "uuid": str(uuid4()),
        "kind": "answer",
        "sequence": 4,
        "answered_at": NOW.isoformat(),
        "sent_at": NOW.isoformat(),
        "zone": "America/New_York",
        "body": BODY,
        "hash": body_hash(BODY),
    }
    return whole | changes


def test_a_right_envelope_is_read():
    envelope = parse(handed_in())
    assert (envelope.kind, envelope.sequence, envelope.body) == ("answer", 4, BODY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2), ("v", None), ("uuid", "1"), ("uuid", None), ("kind", "score"), ("kind", []),
        ("sequence", "4"), ("sequence", -1), ("sequence", True), ("sequence", 2**63),
        ("answered_at", "now"), ("answered_at", "2026-01-01T10:00:00"), ("sent_at", None),
        ("answered_at", "0001-01-01T00:00:00+00:00"), ("zone", "Mars"), ("zone", 5),
        ("zone", "../etc/passwd"), ("zone", "x" * 99), ("zone", ""), ("body", []), ("body", None),
        ("hash", "0" * 64), ("hash", None),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(field, value):
    with pytest.raises(BadInput) as refused:
        parse(handed_in(**{field: value}))
    assert refused.value.field == field


@given(st.none() | st.text() | st.integers() | st.lists(st.integers()))
def test_anything_else_is_a_clear_refusal(data):
    with pytest.raises(BadInput):
        parse(data)


def test_a_body_changed_on_the_way_is_refused():
    with pytest.raises(BadInput, match="changed on the way"):
        parse(handed_in(body=BODY | {"value": 9}))


def nested(depth: int) -> list:
    """A list in a list in a list."""
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("value", [1.5, float("nan"), "\ud800", nested(5000), {"k": [0.5]}])
def test_a_body_with_no_canonical_form_is_refused_and_not_a_crash(value):
    with pytest.raises(BadInput) as refused:
        parse(handed_in(body={"value": value}))
    assert refused.value.field == "body"


@given(st.timedeltas(timedelta(days=-300), timedelta(days=300)))
def test_a_wrong_phone_clock_is_corrected(skew):
    said = NOW - timedelta(minutes=10)
    envelope = parse(
        handed_in(answered_at=(said + skew).isoformat(), sent_at=(NOW + skew).isoformat())
    )
    assert envelope.answered_at(NOW) == said


def test_nothing_was_said_after_it_was_received():
    late = parse(handed_in(answered_at=(NOW + timedelta(hours=1)).isoformat()))
    assert late.answered_at(NOW) == NOW
