"""The endpoint that takes and never gives."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from kernel.ids import body_hash
from measures.models import Administration, Answer
from measures.services import start_administrations
from people.services import revoke_consent
from schedule.models import Deposit, Occurrence
from tests.cast import NOW, Cast, pair

SCRIPT = {"X-Requested-With": "daybook", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def administration(cast: Cast) -> Administration:
    occurrence = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    return start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)[0]


def envelope(administration: Administration, **changes) -> dict:
    item = administration.instrument.content.items[0].code
    body = {
        "administration": str(administration.public_id),
        "item": item,
        "value": 6,
        "declined": False,
    }
    body |= changes.pop("body", {})
    at = datetime.now(UTC).isoformat()
    whole = {
        "v": 1,
        "uuid": str(uuid4()),
        "kind": "answer",
        "sequence": 1,
        "answered_at": at,
        "sent_at": at,
        "zone": "America/New_York",
        "body": body,
        "hash": body_hash(body),
    }
    return whole | changes


def send(client: Client, data: object, headers: dict | None = None):
    return client.post(
        "/d/deposit/",
        data,
        content_type="application/json",
        headers=SCRIPT if headers is None else headers,
    )


def test_it_stores_once_and_acknowledges_again(administration, her: Client) -> None:
    sent = envelope(administration)
    first, second = send(her, sent), send(her, sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() | {}
    assert Answer.objects.count() == 1


def test_it_takes_what_a_locked_phone_hands_in(administration, shut: Client) -> None:
    assert send(shut, envelope(administration)).status_code == 201


def test_it_is_kept_under_the_phone_that_handed_it_in(administration, cast: Cast) -> None:
    second, token = pair(cast.ana, cast.ben)
    other = Client()
    other.cookies["phone"] = token
    assert send(other, envelope(administration)).status_code == 201
    assert Deposit.objects.get().device == second


def test_other_words_under_the_same_uuid_are_a_conflict(administration, her: Client) -> None:
    sent = envelope(administration)
    send(her, sent)
    answer = send(her, envelope(administration, uuid=sent["uuid"], body={"value": 2}))
    assert answer.status_code == 409
    assert answer.json()["code"] == "other_body"


def test_help_is_in_the_acknowledgement(administration, cast: Cast, her: Client) -> None:
    stress = Administration.objects.get(instrument__code="stress")
    reply = send(her, envelope(stress, body={"item": "thoughts", "value": 2})).json()
    assert reply["help"]["told"]
    assert reply["help"]["lines"][0]["call"] == "911"


def test_an_unknown_phone_is_401(administration) -> None:
    assert send(Client(), envelope(administration)).status_code == 401


@pytest.mark.parametrize(
    "headers", [{}, {"X-Requested-With": "daybook", "Sec-Fetch-Site": "cross-site"}]
)
def test_it_takes_nothing_from_elsewhere(headers: dict, administration, her: Client) -> None:
    assert send(her, envelope(administration), headers).status_code == 403
    assert not Answer.objects.exists()


def test_without_her_yes_nothing_is_kept(administration, cast: Cast, her: Client) -> None:
    revoke_consent(participant=cast.ana, purpose="care", now=NOW)
    answer = send(her, envelope(administration))
    assert (answer.status_code, answer.json()["code"]) == (403, "no_consent")


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 3},
        {"uuid": "x"},
        {"kind": "poem"},
        {"hash": "0" * 64},
        {"answered_at": "yesterday"},
        {"zone": "Mars/Base"},
        {"zone": "\ud800"},
        {"body": {"value": 99}},
        {"body": {"item": "nothing"}},
        {"body": {"extra": 1}},
    ],
)
def test_bad_envelopes_get_a_sentence_and_store_nothing(
    changes: dict, administration, her: Client
) -> None:
    answer = send(her, envelope(administration, **changes))
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert not Answer.objects.exists()


def test_what_is_not_json_is_refused(her: Client) -> None:
    assert send(her, "{not json").status_code == 400


def test_a_form_cannot_be_handed_in_here(her: Client) -> None:
    assert her.post("/d/deposit/", {"v": 1}, headers=SCRIPT).status_code == 415


def test_it_gives_nothing_away(her: Client) -> None:
    assert her.get("/d/deposit/", headers=SCRIPT).status_code == 405


def test_an_answer_in_between_costs_ten_statements(
    administration, her: Client, django_assert_max_num_queries
) -> None:
    first, second = (one.code for one in administration.instrument.content.items[:2])
    send(her, envelope(administration, body={"item": first}))
    with django_assert_max_num_queries(10):
        assert send(her, envelope(administration, body={"item": second})).status_code == 201
