"""What was put aside is tried again: taken exactly once, at its own time, or it stays."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command
from django.test import Client

from devstack.keys import sealing_key
from kernel import sealing
from measures.models import Administration, Answer
from people.models import Device
from people.services import revoke_consent, revoke_device, set_signing_key
from portal import retaking
from schedule.models import Deposit, Quarantine, Retaken
from schedule.services import quarantine, quarantined_of
from tests.cast import NOW, pair
from tests.portal.test_deposit import administration, envelope, send
from tests.portal.test_sealed import PHONE, seal, signing

__all__ = ["administration", "signing"]
LOST = f"k0:{sealing_key()}"
DAYS = timedelta(days=2)


def retake(*options: str, after: timedelta = DAYS, **more: Any) -> str:
    """The command, two days later."""
    said = StringIO()
    with time_machine.travel(NOW + after):
        call_command("retake_put_aside", *options, stdout=said, **more)
    return said.getvalue()


def put_aside(cast, administration, shut: Client, **changes) -> dict:
    """Sealed to a key that is gone, said an hour before it came, on a clock an hour fast."""
    now = datetime.now(UTC)
    said = envelope(administration, answered_at=now.isoformat(), **changes)
    sent = seal(cast, said, keys=LOST) | {"sent_at": (now + timedelta(hours=1)).isoformat()}
    assert send(shut, sent).status_code == 202
    return sent


def test_while_the_key_is_gone_it_stays(administration, cast, shut: Client) -> None:
    put_aside(cast, administration, shut)
    said = retake()
    assert "unreadable: the key is gone: k0" in said
    assert said.endswith("1 tried: 0 taken, 0 there already, 1 stay\n")
    assert not Answer.objects.exists() and not Retaken.objects.exists()


def test_with_the_key_back_it_is_taken_once_at_its_own_time(
    administration, cast, shut: Client, settings
) -> None:
    put_aside(cast, administration, shut)
    came_at = Quarantine.objects.get().received_at
    settings.SEALING_KEYS = f"{settings.SEALING_KEYS},{LOST}"
    assert retake() == "1 tried: 1 taken, 0 there already, 0 stay\n"
    assert retake() == "0 tried: 0 taken, 0 there already, 0 stay\n"
    deposit = Deposit.objects.get()
    assert abs(deposit.answered_at - (came_at - timedelta(hours=1))) < timedelta(seconds=1)
    assert (deposit.received_at - NOW, deposit.sequence) == (DAYS, 1)
    assert Answer.objects.get().deposit == Retaken.objects.get().deposit == deposit
    assert (Quarantine.objects.count(), quarantined_of(cast.ana).count()) == (1, 0)


@pytest.mark.parametrize("ahead", [0, 5])
def test_without_the_time_of_the_try_it_was_said_no_later_than_it_came(
    ahead: int, administration, cast, shut: Client, settings
) -> None:
    at = datetime.now(UTC) + timedelta(hours=ahead)
    sent = seal(cast, envelope(administration, answered_at=at.isoformat()), keys=LOST)
    send(shut, sent)
    settings.SEALING_KEYS = LOST
    retake()
    came_at = Quarantine.objects.get().received_at
    assert Deposit.objects.get().answered_at == min(at, came_at)


def test_a_concern_is_raised_with_both_times(cast, shut: Client, administration, settings) -> None:
    stress = Administration.objects.get(instrument__code="stress")
    put_aside(cast, stress, shut, body={"item": "thoughts", "value": 2})
    settings.SEALING_KEYS = LOST
    retake()
    concern = cast.ana.concerns.get()
    assert concern.raised_at == NOW + DAYS
    assert concern.sources.get().happened_at == Deposit.objects.get().answered_at < NOW


def test_a_dry_run_says_what_would_be_and_stores_nothing(
    administration, cast, shut: Client, settings
) -> None:
    put_aside(cast, administration, shut)
    settings.SEALING_KEYS = LOST
    assert retake("--dry-run") == "1 tried: 1 would be taken, 0 there already, 0 stay\n"
    assert not Answer.objects.exists() and not Retaken.objects.exists()


def test_what_she_sent_again_meanwhile_is_there_once(
    administration, cast, shut: Client, settings
) -> None:
    said = envelope(administration)
    send(shut, seal(cast, said, keys=LOST))
    send(shut, seal(cast, said, keys=LOST))
    assert send(shut, seal(cast, said)).status_code == 201
    settings.SEALING_KEYS = LOST
    assert retake() == "2 tried: 0 taken, 2 there already, 0 stay\n"
    assert (Answer.objects.count(), Retaken.objects.count()) == (1, 2)


def test_two_who_try_at_once_take_it_once(administration, cast, shut: Client, settings) -> None:
    """The second has its list already when the first takes everything in it."""
    item = administration.instrument.content.items[1].code
    put_aside(cast, administration, shut)
    put_aside(cast, administration, shut, body={"item": item})
    settings.SEALING_KEYS = LOST
    second = retaking.retake(now=NOW + DAYS)
    assert next(second).why == ""
    assert "1 tried: 1 taken" in retake()
    assert list(second) == []
    assert (Answer.objects.count(), Retaken.objects.count()) == (2, 2)


def test_other_words_under_a_used_uuid_stay(administration, cast, shut: Client, settings) -> None:
    said = envelope(administration)
    send(shut, seal(cast, said))
    put_aside(cast, administration, shut, uuid=said["uuid"], body={"value": 1})
    settings.SEALING_KEYS = LOST
    assert "other_body" in retake()
    assert quarantined_of(cast.ana).count() == 1


def test_a_kind_that_is_known_now_is_taken(administration, cast, shut: Client, monkeypatch) -> None:
    monkeypatch.setattr("schedule.envelope.KINDS", ("entry",))
    send(shut, seal(cast, envelope(administration)))
    assert Quarantine.objects.get().reason == "unknown_kind"
    assert "unknown_kind" in retake()
    monkeypatch.undo()
    assert "0 tried" in retake("--reason", "unreadable")
    assert "1 taken" in retake("--reason", "unknown_kind")


def test_one_that_cannot_be_taken_does_not_hold_up_the_rest(
    administration, cast, shut: Client, settings
) -> None:
    send(shut, seal(cast, envelope(administration, body={"value": 99})))
    send(shut, seal(cast, b"nonsense"))
    put_aside(cast, administration, shut)
    settings.SEALING_KEYS = f"{settings.SEALING_KEYS},{LOST}"
    said = retake()
    assert "refused: out_of_range value" in said and "refused: bad_input ct" in said
    assert said.endswith("3 tried: 1 taken, 0 there already, 2 stay\n")


def test_what_another_phone_signed_stays(administration, cast, shut: Client) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    send(shut, seal(cast, envelope(administration), key=other))
    send(shut, seal(cast, envelope(administration), device=uuid4()))
    assert retake().endswith("2 tried: 0 taken, 0 there already, 2 stay\n")


def test_without_her_yes_it_stays(administration, cast, shut: Client, settings) -> None:
    put_aside(cast, administration, shut)
    revoke_consent(participant=cast.ana, purpose="care", now=NOW)
    settings.SEALING_KEYS = LOST
    assert "she has not agreed" in retake()
    assert not Answer.objects.exists()


def test_one_that_breaks_us_does_not_hold_up_the_rest(
    administration, cast, shut: Client, settings, monkeypatch, caplog
) -> None:
    put_aside(cast, administration, shut)
    item = administration.instrument.content.items[1].code
    put_aside(cast, administration, shut, body={"item": item})
    settings.SEALING_KEYS = LOST
    first, real = Quarantine.objects.earliest("pk"), retaking._read

    def broken(row: Quarantine):
        if row.pk == first.pk:
            raise ZeroDivisionError
        return real(row)

    monkeypatch.setattr(retaking, "_read", broken)
    said = StringIO()
    with pytest.raises(CommandError, match="1 could not be tried"):
        call_command("retake_put_aside", stdout=said)
    assert f"stays: {first.public_id}" in said.getvalue()
    assert "a fault of ours: ZeroDivisionError" in said.getvalue()
    assert "2 tried: 1 taken, 0 there already, 1 stay" in said.getvalue()
    assert str(first.public_id) in caplog.text
    assert Answer.objects.get().item == item


class TestEnded:
    """A phone that was shut out may be in other hands."""

    def ended(self, cast) -> str:
        revoke_device(device=cast.phone, now=NOW)
        return str(cast.phone.public_id)

    @pytest.mark.parametrize("sealed", [True, False])
    def test_only_when_staff_name_it(self, sealed: bool, administration, cast, shut) -> None:
        name = self.ended(cast)
        said = envelope(administration)
        assert send(shut, seal(cast, said) if sealed else said).status_code == 202
        assert "0 tried" in retake()
        with pytest.raises(CommandError, match="--revoked"):
            retake("--reason", "revoked")
        assert not Answer.objects.exists()
        assert "1 taken" in retake("--revoked", name)
        assert "0 tried" in retake("--revoked", name)
        assert Answer.objects.count() == 1

    def test_so_is_what_came_from_it_with_another_reason(
        self, administration, cast, shut, settings
    ) -> None:
        """The signature is looked at before the phone's end."""
        name = self.ended(cast)
        Device.objects.filter(pk=cast.phone.pk).update(signing_key=None)
        key, sent = cast.phone.signing_key, seal(cast, envelope(administration))
        cast.phone.events.update(signing_key=None)
        send(shut, sent)
        assert Quarantine.objects.get().reason == "signature"
        Device.objects.filter(pk=cast.phone.pk).update(signing_key=key)
        assert "0 tried" in retake()
        assert "1 taken" in retake("--revoked", name)

    def test_what_came_before_its_end_is_hers(self, administration, cast, shut, settings) -> None:
        put_aside(cast, administration, shut)
        revoke_device(device=cast.phone, now=NOW + timedelta(days=1))
        settings.SEALING_KEYS = LOST
        assert "0 tried" in retake("--revoked", str(cast.phone.public_id))
        assert "1 taken" in retake()

    def test_another_phone_is_not_meant(self, administration, cast, shut) -> None:
        self.ended(cast)
        send(shut, seal(cast, envelope(administration)))
        with pytest.raises(CommandError, match="no phone"):
            retake("--revoked", str(uuid4()))
        assert not Answer.objects.exists()


def test_what_an_earlier_key_of_this_phone_signed_is_taken(
    administration, cast, shut: Client
) -> None:
    """Her browser made a new key while something still waited; twice."""
    waits = seal(cast, envelope(administration, sequence=1), sequence=1)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    for key in keys:
        set_signing_key(device=cast.phone, jwk=sealing.jwk_of(key.public_key()))
    item = administration.instrument.content.items[1].code
    said = envelope(administration, body={"item": item})
    assert send(shut, waits).status_code == 201
    assert send(shut, seal(cast, said, key=keys[0], sequence=2)).status_code == 201
    stranger = ec.generate_private_key(ec.SECP256R1())
    assert send(shut, seal(cast, said, key=stranger, sequence=3)).status_code == 403


def test_the_keys_of_another_phone_of_hers_do_not_count(administration, cast, shut) -> None:
    second, _token = pair(cast.ana, cast.ben)
    set_signing_key(device=second, jwk=sealing.jwk_of(PHONE.public_key()))
    new = ec.generate_private_key(ec.SECP256R1())
    cast.phone.events.update(signing_key=None)
    set_signing_key(device=cast.phone, jwk=sealing.jwk_of(new.public_key()))
    cast.phone.events.filter(signing_key=sealing.jwk_of(PHONE.public_key())).update(
        signing_key=None
    )
    assert send(shut, seal(cast, envelope(administration))).status_code == 403


class TestSetUpAnew:
    """The same browser, paired again: what the phone it was before had signed still waits there."""

    def again(self, cast) -> Client:
        second, token = pair(cast.ana, cast.ben)
        new = ec.generate_private_key(ec.SECP256R1())
        set_signing_key(device=second, jwk=sealing.jwk_of(new.public_key()))
        client = Client()
        client.cookies["phone"] = token
        return client

    def test_of_a_phone_that_goes_on_it_is_taken_as_said_there(self, administration, cast) -> None:
        answer = send(self.again(cast), seal(cast, envelope(administration), sequence=7))
        assert answer.status_code == 201
        deposit = Deposit.objects.get()
        assert (deposit.device, deposit.sequence) == (cast.phone, 7)

    def test_of_one_that_ended_it_is_put_aside_as_its_own(self, administration, cast) -> None:
        client = self.again(cast)
        revoke_device(device=cast.phone, now=NOW)
        answer = send(client, seal(cast, envelope(administration)))
        assert (answer.status_code, answer.json()) == (202, {"stored": False, "quarantined": True})
        row = Quarantine.objects.get()
        assert (row.device, row.reason) == (cast.phone, "revoked")
        assert "0 tried" in retake()
        assert "1 taken" in retake("--revoked", str(cast.phone.public_id))
        assert Deposit.objects.get().device == cast.phone

    def test_what_another_mothers_phone_brings_is_kept_as_hers_and_not_taken(
        self, administration, cast
    ) -> None:
        _evas, token = pair(cast.eva, cast.dan)
        client = Client()
        client.cookies["phone"] = token
        sent = seal(cast, envelope(administration))
        for _again in range(3):
            answer = send(client, sent | {"more": str(uuid4()), "sent_at": None})
            assert (answer.status_code, answer.json()["quarantined"]) == (403, True)
        row = Quarantine.objects.get()
        assert (row.device, row.detail) == (cast.phone, "brought by the phone of another")
        assert not Answer.objects.exists()

    def test_what_only_names_a_phone_of_hers_says_nothing_about_it(
        self, administration, cast
    ) -> None:
        stranger = ec.generate_private_key(ec.SECP256R1())
        client = self.again(cast)
        assert send(client, seal(cast, envelope(administration), key=stranger)).status_code == 403
        row = Quarantine.objects.get()
        assert (row.device == cast.phone, row.detail) == (False, "another phone's")
        assert retake().endswith("1 tried: 0 taken, 0 there already, 1 stay\n")

    def test_what_an_earlier_version_filed_there_is_found(self, administration, cast) -> None:
        self.again(cast)
        second = cast.ana.devices.latest("pk")
        revoke_device(device=cast.phone, now=NOW)
        sent = seal(cast, envelope(administration))
        quarantine(device=second, data=sent, reason="signature", detail="another phone's", now=NOW)
        assert "0 taken, 0 there already, 1 stay" in retake()
        assert "0 tried" in retake("--revoked", str(second.public_id))
        assert "1 taken" in retake("--revoked", str(cast.phone.public_id))
        assert Deposit.objects.get().device == cast.phone
