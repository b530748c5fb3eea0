"""What the deposit endpoint is given by a broken or hostile phone: a clear 4xx, never a 500."""

import json
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.ids import body_hash
from measures.models import Answer
from measures.services import start_administrations
from schedule.models import Deposit
from tests.cast import open_phone, start

JSON = "application/json"
HEADERS = {"X-Requested-With": "daybook", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def phone(cast, client):
    """Ana's opened phone, with a check-in begun."""
    start(cast)
    open_phone(client, cast.phone, cast.phone_token)
    client.raise_request_exception = False
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").first()
    client.administration = start_administrations(
        occurrence=occurrence, participant=cast.ana, now=timezone.now()
    )[0]
    return client


def post(phone, raw: bytes | str, **headers):
    """Hand raw bytes in."""
    return phone.post("/d/deposit/", raw, content_type=JSON, headers=HEADERS | headers)


def envelope(phone, body: dict | None = None, **changes) -> dict:
    """A right envelope, with changes."""
    item = phone.administration.instrument.content.items[0]
    body = body or {
        "administration": str(phone.administration.public_id),
        "item": item.code,
        "value": item.values[0],
        "declined": False,
    }
    now = timezone.now().isoformat()
    return {
        "v": 1, "uuid": str(uuid4()), "kind": "answer", "sequence": 1, "answered_at": now,
        "sent_at": now, "zone": "America/New_York", "body": body, "hash": body_hash(body),
    } | changes  # fmt: skip


def test_a_right_one_is_stored_and_a_repeat_is_the_same_acknowledgement(phone):
    said = json.dumps(envelope(phone))
    first, again = post(phone, said), post(phone, said)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        "", "{", "null", "[]", "7", '"x"', "[" * 60000, '{"a":' * 20000, "\x00", "NaN",
        '{"v":1,"uuid":"' + "9" * 70000 + '"}', '{"v":1e999}', "9" * 5000, b"\xff\xfe",
    ],
    ids=range(14),
)  # fmt: skip
def test_what_is_no_envelope_is_a_400(phone, raw):
    response = post(phone, raw)
    too_long = len(raw) > 65536
    assert response.status_code == (413 if too_long else 400), response.content
    assert not Deposit.objects.exists()


def test_what_is_too_long_is_refused_though_it_is_right(phone):
    response = post(phone, json.dumps(envelope(phone)) + " " * 65536)
    assert response.status_code == 413
    assert b"too long" in response.content
    assert not Deposit.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"value": 11}, {"value": -1}, {"value": "3"}, {"value": 3.0}, {"value": True},
        {"value": None}, {"value": 2**70}, {"item": "no-such"}, {"item": 7}, {"item": "\x00"},
        {"administration": "x"}, {"administration": None}, {"declined": "no"},
        {"declined": True}, {"extra": 1},
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_that_cannot_be_is_a_400_and_nothing_is_stored(phone, change):
    body = envelope(phone)["body"] | change
    wrong = {} if change != {"value": 3.0} else {"hash": "0" * 64}
    said = envelope(phone)
    said["body"] = body
    said["hash"] = wrong.get("hash") or body_hash(body)
    response = post(phone, json.dumps(said))
    assert response.status_code == 400, response.content
    assert response.json()["message"]
    assert not Deposit.objects.exists()


def test_somebody_elses_questions_are_not_found(phone):
    body = envelope(phone)["body"] | {"administration": str(uuid4())}
    assert post(phone, json.dumps(envelope(phone, body))).status_code == 404


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    field=st.sampled_from(["v", "uuid", "kind", "sequence", "answered_at", "sent_at", "zone"]),
    value=st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
)
def test_any_field_may_hold_anything_and_it_is_never_a_500(phone, field, value):
    response = post(phone, json.dumps(envelope(phone, **{field: value})))
    assert response.status_code < 500


@pytest.mark.parametrize("header", ["X-Requested-With", "Sec-Fetch-Site"])
def test_another_site_cannot_hand_in(phone, header):
    response = post(phone, json.dumps(envelope(phone)), **{header: "cross-site"})
    assert response.status_code == 403
    assert not Deposit.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_it_takes_nothing_but_posts(phone, method):
    assert getattr(phone, method)("/d/deposit/", headers=HEADERS).status_code == 405


def test_it_answers_without_a_word_of_hers(phone):
    said = post(phone, json.dumps(envelope(phone))).json()
    assert set(said) == {"uuid", "stored", "received_at", "late", "help"}
