"""The staff API: who sees whom, and that it names nobody."""

import uuid

import pytest
from rest_framework.test import APIClient

from audit.models import ReadEvent
from measures.services import save_answer, start_administrations
from safety.services import raise_concern
from schedule.envelope import of_form
from tests.cast import NOW, ZONE, make_cast, mother, start

LISTS = ("answers", "scores", "occurrences", "reminders", "concerns")
CLINICAL = ("answers", "scores", "concerns")


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def cast(db):
    made = make_cast()
    start(made)
    return made


@pytest.fixture
def said(cast) -> dict:
    """Ana's answer to the question about harm, as handed in."""
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").order_by("ordinal").first()
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)
    stress = next(one for one in begun if one.instrument.code == "stress")
    body = {
        "administration": str(stress.public_id),
        "item": "thoughts",
        "value": 1,
        "declined": False,
    }
    envelope = of_form(client_uuid=uuid.uuid4(), kind="answer", body=body, zone=ZONE, now=NOW)
    save_answer(device=cast.phone, envelope=envelope, now=NOW)
    return body | {"uuid": str(envelope.client_uuid)}


def as_(user) -> APIClient:
    client = APIClient()
    if user:
        client.force_login(user)
    return client


def her(participant, name: str = "") -> str:
    return f"/api/v1/participants/{participant.public_id}/{name + '/' if name else ''}"


def test_nobody_is_asked_to_sign_in(cast):
    for address in ("/api/v1/participants/", her(cast.ana), "/api/v1/exports/"):
        assert as_(None).get(address).status_code == 401


def test_one_factor_reaches_nothing(cast, settings):
    settings.STAFF_SECOND_FACTOR = True
    assert as_(cast.ben).get("/api/v1/participants/").status_code == 403


@pytest.mark.parametrize(
    ("name", "sees"), [("ben", 1), ("bea", 0), ("cam", 1), ("ada", 0), ("cora", 0), ("dan", 1)]
)
def test_a_list_holds_whom_they_may_see(cast, name, sees):
    rows = as_(getattr(cast, name)).get("/api/v1/participants/").json()["results"]
    assert len(rows) == sees


def test_a_list_names_nobody(cast):
    row = as_(cast.ben).get("/api/v1/participants/").json()["results"][0]
    assert set(row) == {"public_id", "status", "addressed", "zone", "language", "is_synthetic"}


@pytest.mark.parametrize("name", ["bea", "ada", "cora", "dan"])
def test_somebody_elses_mother_is_not_found(cast, name):
    client = as_(getattr(cast, name))
    for address in (her(cast.ana), *(her(cast.ana, part) for part in LISTS)):
        assert client.get(address).status_code == 404


def test_who_organises_sees_what_is_due_but_not_what_was_said(cast):
    client = as_(cast.cam)
    assert client.get(her(cast.ana, "occurrences")).status_code == 200
    for part in CLINICAL:
        assert client.get(her(cast.ana, part)).status_code == 404


def test_an_answer_stands_as_it_was_given(cast, said):
    row = as_(cast.ben).get(her(cast.ana, "answers")).json()["results"][0]
    assert (row["uuid"], row["administration"]) == (said["uuid"], said["administration"])
    assert (row["item"], row["number"], row["declined"]) == ("thoughts", 1, False)
    assert (row["instrument"], row["language"], row["timing"]) == ("stress", "en", "in_time")


def test_a_score_says_why_it_is_absent(cast, said):
    rows = as_(cast.ben).get(her(cast.ana, "scores")).json()["results"]
    assert [(row["scale"], row["value"], row["absent"]) for row in rows] == [
        ("mean", None, "missing_item")
    ]


def test_a_concern_is_there_for_her_clinician(cast, said):
    rows = as_(cast.ben).get(her(cast.ana, "concerns")).json()["results"]
    assert [(row["sources"][0]["source_id"], row["acknowledged_at"]) for row in rows] == [
        (said["uuid"], None)
    ]


def test_another_mothers_concern_is_not_among_hers(cast, said):
    zoe = mother(cast.clinic, cast.ben, "Zoe Adler")
    raise_concern(
        participant=zoe, rule="own-harm-now", tier="now", kind="answer",
        source_id=uuid.uuid4(), happened_at=NOW, now=NOW,
    )  # fmt: skip
    rows = as_(cast.ben).get(her(cast.ana, "concerns")).json()["results"]
    assert [row["sources"][0]["source_id"] for row in rows] == [said["uuid"]]


def test_what_is_expected_of_her(cast):
    rows = as_(cast.ben).get(her(cast.ana, "occurrences")).json()["results"]
    assert {row["kind"] for row in rows} == {"session", "check_in"}


def test_an_answer_that_is_hers_alone_is_not_read(cast, said, monkeypatch):
    from dataclasses import replace

    from catalog.models import ContentVersion

    content = ContentVersion.objects.get(kind="instrument", code="stress").content
    items = tuple(replace(item, reads="only_me") for item in content.items)
    monkeypatch.setattr(ContentVersion, "content", replace(content, items=items))
    assert as_(cast.ben).get(her(cast.ana, "answers")).json()["results"] == []


def test_every_look_leaves_a_line(cast):
    client = as_(cast.ben)
    client.get("/api/v1/participants/")
    client.get(her(cast.ana, "scores"))
    kinds = ReadEvent.objects.filter(actor=cast.ben.actor).order_by("pk")
    assert [row.kind for row in kinds] == ["listed", "opened"]
    assert all(row.ids == [cast.ana.public_id] for row in kinds)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(cast, method):
    client = as_(cast.ben)
    for address in ("/api/v1/participants/", her(cast.ana), her(cast.ana, "answers")):
        assert getattr(client, method)(address, {}, format="json").status_code == 405
