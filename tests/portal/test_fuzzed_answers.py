"""Answers no phone of ours would send, through the endpoint: never a 5xx, no stored nonsense."""

import json
import random
from copy import deepcopy
from uuid import uuid4

import pytest
from django.test import Client

from kernel.ids import body_hash
from measures.models import Administration, Answer
from measures.services import start_administrations
from schedule.models import Deposit, Occurrence
from tests.cast import NOW, Cast

SEED = 20261122
# A sample by default; the full count of the bar with `-m soak`.
RUNS = [
    pytest.param(300, id="sample"),
    pytest.param(20_000, id="full", marks=pytest.mark.soak),
]
SCRIPT = {"X-Requested-With": "daybook", "Sec-Fetch-Site": "same-origin"}
ODD = (
    None, True, False, 0, 1, -1, 2**31, 2**63, 10**40, 0.5, 1e400, float("nan"), "", " ", "0", "6",
    "\0", "a\0b", "strength\0", "\0often", "\ud800", "\u202e", "é" * 4000,
    "'; DROP TABLE measures_answer; --", [], [0], {},
    {"value": 6}, [[[[[[]]]]]], "2026-11-18T17:00:00", "2026-11-18T17:00:00+00:00",
    "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "Mars/Base", "../../etc/passwd",
    "America/New_York", "UTC", "answer", "entry", "practice", "moment", 2, 3,
)  # fmt: skip
BROKEN = (b"", b"{", b"null", b"[]", b"\xff\xfe", b"[" * 5000, b'{"v":1,"v":2}', b"6", b'"x"')


@pytest.fixture
def begun(cast: Cast) -> list[Administration]:
    """Every questionnaire of her first check-in."""
    occurrence = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    return start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)


def right(begun: list[Administration], chance: random.Random) -> dict:
    """An envelope with nothing wrong in it."""
    one = chance.choice(begun)
    item = chance.choice(one.instrument.content.items)
    body = {
        "administration": str(one.public_id),
        "item": item.code,
        "value": chance.choice(item.values) if item.values else "A word.",
        "declined": False,
    }
    at = NOW.isoformat()
    whole = {"v": 1, "uuid": str(uuid4()), "kind": "answer", "sequence": 1, "body": body}
    return whole | {"answered_at": at, "sent_at": at, "zone": "America/New_York"}


def spoil(sent: dict, chance: random.Random) -> bytes:
    """Change one to three things anywhere, and mostly give it the hash that fits after all."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        place = chance.choice([sent, *[sent["body"]] * 3])
        if not isinstance(place, dict) or not place:
            continue
        name = chance.choice([*place, "extra"])
        if name == "body" and chance.random() < 0.7:
            continue
        if chance.random() < 0.15:
            place.pop(name, None)
        else:
            place[name] = deepcopy(chance.choice(ODD))
        if not isinstance(sent.get("body"), dict):
            break
    if chance.random() < 0.9:
        try:
            sent["hash"] = body_hash(sent.get("body"))
        except TypeError:
            sent["hash"] = "0" * 64
    return json.dumps(sent).encode()


def fuzzed(begun: list[Administration], chance: random.Random) -> bytes:
    """What is sent next: broken as a whole, spoilt, or (seldom) as it should be."""
    luck = chance.random()
    if luck < 0.05:
        return chance.choice(BROKEN)
    sent = right(begun, chance)
    if luck < 0.15:
        return json.dumps(sent | {"hash": body_hash(sent["body"])}).encode()
    return spoil(sent, chance)


@pytest.mark.parametrize("runs", RUNS)
def test_what_no_phone_sends_breaks_nothing(
    runs: int, begun: list[Administration], her: Client
) -> None:
    chance, taken = random.Random(SEED), 0
    for number in range(runs):
        body = fuzzed(begun, chance)
        reply = her.post("/d/deposit/", body, content_type="application/json", headers=SCRIPT)
        assert reply.status_code < 500, (number, body[:500])
        if reply.status_code == 201:
            taken += 1
            assert reply.json()["stored"] is True
        elif reply.status_code == 202:
            assert reply.json()["quarantined"] is True
        elif reply.status_code != 200:
            assert {"code", "detail"} & reply.json().keys(), (number, reply.content)
    assert 0 < taken < runs
    assert Deposit.objects.count() == taken
    assert Answer.objects.count() == taken
    for answer in Answer.objects.select_related("content", "administration"):
        item = answer.content.content.item(answer.item)
        said = answer.number if answer.text is None else answer.text
        assert answer.declined is (said is None)
        assert answer.declined or item.accepts(said), (answer.item, said)
        assert answer.content_id == answer.administration.instrument_id
