"""What her phone takes along for when there is no network."""

import gzip
import json

import pytest
from django.test import Client

from measures.models import Administration, Answer
from people.services import revoke_consent
from schedule.models import Deposit
from sessions.models import AssignedSession
from tests.cast import NOW, Cast


@pytest.fixture
def pack(her: Client) -> dict:
    answer = her.get("/d/pack/")
    assert answer.status_code == 200
    return answer.json()


def test_it_holds_what_is_open_to_her(pack: dict, cast: Cast) -> None:
    assigned = AssignedSession.objects.filter(course__participant=cast.ana).earliest("ordinal")
    there = set(pack["pages"])
    session = f"/d/s/{assigned.public_id}/"
    assert {"/d/today/", "/d/help/", "/d/safe/", "/d/plan/", session, f"{session}?on=1"} <= there
    asked = Administration.objects.filter(participant=cast.ana)
    assert asked.exists()
    print(sorted(there), len(json.dumps(pack)), len(gzip.compress(json.dumps(pack).encode())))
