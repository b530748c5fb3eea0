"""What waited on a phone, sealed and signed: taken once, in order, or put aside; never lost."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as django_settings
from django.test import Client

from devstack.keys import sealing_key
from kernel import sealing
from kernel.errors import Gone
from measures.models import Administration, Answer
from measures.services import said_in
from people.models import Device, Participant
from people.services import revoke_consent, revoke_device, set_signing_key
from schedule.models import Deposit, Quarantine
from tests.cast import NOW, Cast, open_phone, pair
from tests.portal.test_deposit import administration, envelope, send

__all__ = ["administration"]
PHONE = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(autouse=True)
def signing(cast: Cast) -> None:
    """Ana's phone has made its key known."""
    set_signing_key(device=cast.phone, jwk=sealing.jwk_of(PHONE.public_key()))


def seal(
    cast: Cast, plain: Any, *, keys: str = "", sequence: int = 1, key=PHONE, device=None
) -> dict:
    """As the phone does it, to the first of the keys."""
    kid, ours = next(iter(sealing.parse_keys(keys or django_settings.SEALING_KEYS).items()))
    return sealing.seal(
        plain if isinstance(plain, bytes) else json.dumps(plain).encode(),
        kid=kid,
        to=ours.public_key(),
        device=device or cast.phone.public_id,
        sequence=sequence,
        sign_with=key,
    )


def aside() -> list[tuple[str, str]]:
    """What was put aside, and why."""
    return list(Quarantine.objects.values_list("reason", "detail").order_by("pk"))


def test_it_is_taken_once_and_acknowledged_again(administration, cast, her: Client) -> None:
    sent = seal(cast, envelope(administration))
    first, second = send(her, sent), send(her, sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert (Answer.objects.count(), Deposit.objects.get().sequence) == (1, 1)


def test_help_comes_back_to_an_open_phone(administration, cast, her: Client) -> None:
    stress = Administration.objects.get(instrument__code="stress")
    said = envelope(stress, body={"item": "thoughts", "value": 2})
    assert send(her, seal(cast, said)).json()["help"]["told"]


def test_a_shut_phone_hands_in_and_learns_nothing(administration, cast, shut: Client) -> None:
    stress = Administration.objects.get(instrument__code="stress")
    said = envelope(stress, body={"item": "thoughts", "value": 2})
    answer = send(shut, seal(cast, said))
    assert (answer.status_code, answer.json()) == (201, {"uuid": said["uuid"], "stored": True})
    assert cast.ana.concerns.exists()


def test_the_same_sealed_anew_is_the_same(administration, cast, shut: Client) -> None:
    said = envelope(administration)
    assert send(shut, seal(cast, said)).status_code == 201
    assert send(shut, seal(cast, said)).status_code == 200
    assert Answer.objects.count() == 1


def test_other_words_under_the_same_uuid_are_kept_on_the_phone(
    administration, cast, shut: Client
) -> None:
    said = envelope(administration)
    send(shut, seal(cast, said))
    other = envelope(administration, uuid=said["uuid"], body={"value": 2})
    answer = send(shut, seal(cast, other))
    assert (answer.status_code, answer.json()["code"], aside()) == (409, "other_body", [])


class TestOtherWords:
    """One UUID, two bodies: an open phone shows her both, and she says which she means."""

    def twice(self, administration, cast, client: Client, value: int = 2) -> Any:
        said = envelope(administration)
        send(client, seal(cast, said))
        return send(
            client, seal(cast, envelope(administration, uuid=said["uuid"], body={"value": value}))
        )

    def test_she_sees_both_and_nothing_changes(self, administration, cast, her: Client) -> None:
        answer = self.twice(administration, cast, her)
        asked = answer.json()["asked"]
        assert (answer.status_code, asked["kind"], asked["body"]["value"]) == (409, "answer", 2)
        assert (asked["kept"], asked["here"]) == (
            [["", "6, from 0 to 10"]],
            [["", "2, from 0 to 10"]],
        )
        assert (Answer.objects.get().number, Deposit.objects.count(), aside()) == (6, 1, [])

    def test_the_one_on_the_phone_is_another_change(self, administration, cast, her) -> None:
        asked = self.twice(administration, cast, her).json()["asked"]
        anew = envelope(administration, body=asked["body"])
        assert send(her, seal(cast, anew, sequence=9)).status_code == 201
        item = administration.instrument.content.items[0].code
        assert said_in(administration)[item].value == 2
        assert Answer.objects.count() == 2

    def test_no_one_hears_of_what_was_only_looked_at(self, cast, administration, her) -> None:
        stress = Administration.objects.get(instrument__code="stress")
        said = envelope(stress, body={"item": "thoughts", "value": 0})
        send(her, seal(cast, said))
        risky = envelope(stress, uuid=said["uuid"], body={"item": "thoughts", "value": 2})
        assert send(her, seal(cast, risky)).status_code == 409
        assert not cast.ana.concerns.exists()

    def test_a_shut_phone_is_told_neither(self, administration, cast, shut: Client) -> None:
        assert set(self.twice(administration, cast, shut).json()) <= {"code", "message"}

    def test_what_cannot_be_saved_need_not_be_asked(self, administration, cast, her) -> None:
        answer = self.twice(administration, cast, her, value=99)
        assert (answer.status_code, aside()) == (202, [("refused", "other_body")])


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_clock_that_is_wrong_by_a_day_keeps_the_order(
    days: int, administration, cast, shut: Client
) -> None:
    """Said an hour apart with no network, sent together, the later one first."""
    now, off = datetime.now(UTC), timedelta(days=days)
    for value, hours, sequence in ((3, 1, 2), (7, 2, 1)):
        at = (now + off - timedelta(hours=hours)).isoformat()
        said = envelope(
            administration, body={"value": value}, answered_at=at, sent_at=at, sequence=sequence
        )
        sent = seal(cast, said, sequence=sequence) | {"sent_at": (now + off).isoformat()}
        assert send(shut, sent).status_code == 201
    item = administration.instrument.content.items[0].code
    assert said_in(administration)[item].value == 3
    earlier = Deposit.objects.get(sequence=1)
    assert abs(earlier.answered_at - (now - timedelta(hours=2))) < timedelta(seconds=30)


def test_without_the_time_of_the_try_the_clock_is_believed(
    administration, cast, shut: Client
) -> None:
    at = datetime.now(UTC) - timedelta(hours=5)
    said = envelope(administration, answered_at=at.isoformat(), sent_at=at.isoformat())
    assert send(shut, seal(cast, said)).status_code == 201
    assert Deposit.objects.get().answered_at == at


def test_from_a_phone_that_was_shut_out_it_is_put_aside(administration, cast, shut: Client) -> None:
    revoke_device(device=cast.phone, now=NOW)
    sent = seal(cast, envelope(administration))
    answer = send(shut, sent)
    assert (answer.status_code, answer.json()) == (202, {"stored": False, "quarantined": True})
    assert send(shut, sent | {"sent_at": "2026-11-18T17:00:00Z"}).status_code == 202
    assert aside() == [("revoked", "")]
    assert json.loads(Quarantine.objects.get().body) == sent
    assert not Answer.objects.exists()


def test_so_is_what_comes_unsealed_from_there(administration, cast, shut: Client) -> None:
    revoke_device(device=cast.phone, now=NOW)
    assert send(shut, envelope(administration)).status_code == 202
    assert aside() == [("revoked", "")]


def test_so_is_what_comes_after_she_left(administration, cast, shut: Client) -> None:
    Participant.objects.filter(pk=cast.ana.pk).update(status="withdrawn")
    assert send(shut, seal(cast, envelope(administration))).status_code == 202
    assert aside() == [("revoked", "")]


def test_without_her_yes_nothing_at_all_is_kept(administration, cast, shut: Client) -> None:
    revoke_consent(participant=cast.ana, purpose="care", now=NOW)
    answer = send(shut, seal(cast, envelope(administration)))
    assert (answer.status_code, answer.json()["code"], aside()) == (403, "not_now", [])


@pytest.mark.parametrize("changes", [{"kind": "poem"}, {"v": 9}])
def test_a_kind_of_a_later_version_is_put_aside(
    changes: dict, administration, cast, shut: Client
) -> None:
    answer = send(shut, seal(cast, envelope(administration, **changes)))
    assert (answer.status_code, Quarantine.objects.get().reason) == (202, "unknown_kind")


@pytest.mark.parametrize(
    "changes", [{"body": {"value": 99}}, {"hash": "0" * 64}, {"body": {"item": "nothing"}}]
)
def test_what_cannot_be_is_put_aside_and_said_only_to_her(
    changes: dict, administration, cast, her: Client
) -> None:
    said = envelope(administration, **changes)
    open_answer = send(her, seal(cast, said)).json()
    assert open_answer["quarantined"] and open_answer["message"]
    del her.cookies["here"]
    shut_answer = send(her, seal(cast, said)).json()
    assert shut_answer == {"stored": False, "quarantined": True}
    assert {reason for reason, _detail in aside()} == {"refused"}
    assert not Answer.objects.exists()


@pytest.mark.parametrize("plain", [b"", b"\xff", b"[1]", b"not json", b"[" * 5000])
def test_nonsense_inside_is_put_aside(plain: bytes, cast, shut: Client) -> None:
    assert send(shut, seal(cast, plain)).status_code == 202


def test_another_phones_key_is_refused_and_nothing_is_lost(
    administration, cast, shut: Client, caplog
) -> None:
    answer = send(shut, seal(cast, envelope(administration), key=OTHER))
    assert (answer.status_code, answer.json()["quarantined"]) == (403, True)
    assert aside() == [("signature", "not its key")]
    assert "put aside" in caplog.text and not Answer.objects.exists()


def test_what_another_phone_signed_is_refused(administration, cast, shut: Client) -> None:
    """Taken from one phone, right in itself, and handed in with the cookie of another."""
    evas, _token = pair(cast.eva, cast.dan)
    set_signing_key(device=evas, jwk=sealing.jwk_of(OTHER.public_key()))
    sent = seal(cast, envelope(administration), key=OTHER, device=evas.public_id)
    assert send(shut, sent).status_code == 403
    assert send(shut, sent | {"device": str(cast.phone.public_id)}).status_code == 403
    assert not Answer.objects.exists()


def test_it_must_name_the_phone_that_hands_it_in(administration, cast, shut: Client) -> None:
    """Signed with the right key, and still of another phone."""
    sent = seal(cast, envelope(administration), device=uuid4())
    assert send(shut, sent).status_code == 403
    assert aside() == [("signature", "another phone's")]


def test_the_sequence_that_was_signed_counts(administration, cast, shut: Client) -> None:
    send(shut, seal(cast, envelope(administration, sequence=5), sequence=9))
    assert Deposit.objects.get().sequence == 9


def test_before_its_key_is_known_nothing_is_believed(administration, cast) -> None:
    second, token = pair(cast.ana, cast.ben)
    client = Client()
    client.cookies["phone"] = token
    sent = seal(cast, envelope(administration), device=second.public_id)
    assert send(client, sent).status_code == 403
    assert aside() == [("signature", "no key known")]


def test_the_old_key_still_opens_while_it_is_listed(
    administration, cast, shut: Client, settings
) -> None:
    old = f"k1:{sealing_key()}"
    first = seal(cast, envelope(administration), keys=old)
    settings.SEALING_KEYS = f"k2:{sealing_key()},{old}"
    assert send(shut, first).status_code == 201
    second = seal(cast, envelope(administration))
    assert (second["kid"], send(shut, second).status_code) == ("k2", 201)


def test_a_key_that_is_gone_is_put_aside_as_it_came(
    administration, cast, shut: Client, settings
) -> None:
    sent = seal(cast, envelope(administration), keys=f"k0:{sealing_key()}")
    assert send(shut, sent).status_code == 202
    assert aside() == [("unreadable", "the key is gone: k0")]
    assert json.loads(Quarantine.objects.get().body) == sent


@pytest.mark.parametrize("changes", [{"ct": "AAAA"}, {"sig": None}, {"iv": 1}, {"epk": []}])
def test_what_broke_on_the_phone_does_not_hold_up_the_rest(
    changes: dict, administration, cast, shut: Client
) -> None:
    answer = send(shut, seal(cast, envelope(administration)) | changes)
    assert answer.json()["quarantined"]
    assert not Answer.objects.exists()


def test_oversized_is_a_413_that_says_so(cast, shut: Client) -> None:
    answer = send(shut, seal(cast, b"x" * 70_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_long")
    assert "64 KB" in answer.json()["message"]


def test_forged_without_a_phone_is_401(administration, cast) -> None:
    assert send(Client(), seal(cast, envelope(administration))).status_code == 401
    assert aside() == []


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "daybook", "Sec-Fetch-Site": "none"}])
def test_from_elsewhere_nothing_is_taken(headers: dict, administration, cast, shut: Client) -> None:
    assert send(shut, seal(cast, envelope(administration)), headers).status_code == 403
    assert aside() == []


def test_nobody_fills_the_house_with_rubbish(cast, shut: Client, monkeypatch) -> None:
    monkeypatch.setattr("schedule.services.quarantining.A_DAY", 2)
    sent = [{"v": 2, "n": number} for number in range(3)]
    assert [send(shut, one).status_code for one in sent] == [202, 202, 429]
    assert send(shut, sent[0]).status_code == 202
    with time_machine.travel(NOW + timedelta(days=2)):
        assert send(shut, sent[2]).status_code == 202


def test_two_phones_of_hers_keep_one_order(administration, cast, shut: Client) -> None:
    second, token = pair(cast.ana, cast.ben)
    set_signing_key(device=second, jwk=sealing.jwk_of(OTHER.public_key()))
    other = Client()
    other.cookies["phone"] = token
    now = datetime.now(UTC)
    early, late = ((now - timedelta(minutes=m)).isoformat() for m in (20, 10))
    sent_at = {"sent_at": now.isoformat()}
    said = envelope(administration, body={"value": 8}, answered_at=late, uuid=str(uuid4()))
    send(other, seal(cast, said, key=OTHER, device=second.public_id) | sent_at)
    said = envelope(administration, body={"value": 1}, answered_at=early)
    send(shut, seal(cast, said, sequence=9) | sent_at)
    item = administration.instrument.content.items[0].code
    assert said_in(administration)[item].value == 8


class TestDeviceKey:
    """The phone makes its key known."""

    def give(self, client: Client, data: object, headers: dict | None = None):
        return client.post(
            "/d/device-key/",
            data,
            content_type="application/json",
            headers={"X-Requested-With": "daybook", "Sec-Fetch-Site": "same-origin"}
            if headers is None
            else headers,
        )

    def test_an_open_phone_is_heard_and_told_what_to_seal_to(self, cast, her: Client) -> None:
        answer = self.give(her, {"jwk": sealing.jwk_of(OTHER.public_key())})
        kid, ours = next(iter(sealing.parse_keys(django_settings.SEALING_KEYS).items()))
        assert answer.json() == {
            "device": str(cast.phone.public_id),
            "kid": kid,
            "key": sealing.jwk_of(ours.public_key()),
        }
        cast.phone.refresh_from_db()
        assert cast.phone.signing_key == sealing.jwk_of(OTHER.public_key())

    def test_a_shut_one_is_not(self, cast, shut: Client) -> None:
        answer = self.give(shut, {"jwk": sealing.jwk_of(OTHER.public_key())})
        assert (answer.status_code, answer.json()["code"]) == (403, "shut")
        cast.phone.refresh_from_db()
        assert cast.phone.signing_key == sealing.jwk_of(PHONE.public_key())

    @pytest.mark.parametrize("data", [{}, [], {"jwk": 1}, {"jwk": {"kty": "EC", "crv": "P-256"}}])
    def test_nonsense_is_no_key(self, data: object, her: Client) -> None:
        assert self.give(her, data).status_code == 400

    def test_nobody_gives_it_from_elsewhere(self, her: Client) -> None:
        assert self.give(her, {"jwk": sealing.jwk_of(OTHER.public_key())}, {}).status_code == 403

    def test_a_phone_that_has_ended_is_not_heard(self, cast, her: Client) -> None:
        open_phone(her, cast.phone, cast.phone_token)
        revoke_device(device=cast.phone, now=NOW)
        assert self.give(her, {"jwk": sealing.jwk_of(OTHER.public_key())}).status_code == 403


def test_no_key_is_taken_from_a_phone_that_ended_meanwhile(cast: Cast) -> None:
    """Between the door and the row: what was read before is stale."""
    revoke_device(device=Device.objects.get(pk=cast.phone.pk), now=NOW)
    assert cast.phone.revoked_at is None
    with pytest.raises(Gone):
        set_signing_key(device=cast.phone, jwk=sealing.jwk_of(OTHER.public_key()))
    cast.phone.refresh_from_db()
    assert cast.phone.signing_key == sealing.jwk_of(PHONE.public_key())


def test_whatever_comes_it_is_never_a_fault_of_ours(administration, cast, shut: Client) -> None:
    """Every field in turn made into something else, outside and, sealed again, inside."""
    odd = [None, True, 0, -1, 2**70, 1.5, "", "é\x00", "A" * 300, [], {}, {"x": [{}]}, "\ud800"]
    said = envelope(administration)
    for field in said:
        for value in odd:
            answer = send(shut, seal(cast, said | {field: value}, sequence=5))
            assert answer.status_code in (200, 201, 202, 403, 409, 429), (field, value)
    outer = seal(cast, said)
    for field in [*outer, "sent_at"]:
        for value in odd:
            answer = send(shut, outer | {field: value})
            assert answer.status_code in (200, 201, 202, 400, 403, 429), (field, value)
