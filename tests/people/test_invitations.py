from datetime import timedelta

import pytest

from kernel.errors import Gone
from people.models import Device, Invitation
from people.services import consume_invitation, invite, read_invitation, revoke_device, set_pin
from tests.cast import NOW


@pytest.fixture
def token(cast) -> str:
    return invite(participant=cast.ana, by=cast.ben, now=NOW)


def test_reading_never_uses_it_up(token):
    for _ in range(3):
        read_invitation(token=token, now=NOW)
    assert consume_invitation(token=token, nonce="a", now=NOW).device.pk


def test_it_is_used_once(token):
    consume_invitation(token=token, nonce="a", now=NOW)
    with pytest.raises(Gone, match="already used"):
        consume_invitation(token=token, nonce="b", now=NOW)


def test_the_same_form_may_ask_again_for_ten_minutes(token):
    first = consume_invitation(token=token, nonce="a", now=NOW)
    again = consume_invitation(token=token, nonce="a", now=NOW + timedelta(minutes=9))
    assert again.device == first.device and again.token != first.token
    with pytest.raises(Gone):
        consume_invitation(token=token, nonce="a", now=NOW + timedelta(minutes=11))


def test_a_repeat_ends_when_a_pin_is_set(token):
    """Else whoever saw the form could pair a second time with an open phone."""
    first = consume_invitation(token=token, nonce="a", now=NOW)
    set_pin(device=first.device, pin="482915", now=NOW)
    with pytest.raises(Gone):
        consume_invitation(token=token, nonce="a", now=NOW)


def test_a_repeat_ends_when_the_phone_is_shut_out(token):
    first = consume_invitation(token=token, nonce="a", now=NOW)
    revoke_device(device=first.device, now=NOW)
    with pytest.raises(Gone):
        consume_invitation(token=token, nonce="a", now=NOW)


def test_an_empty_nonce_is_no_repeat(token):
    consume_invitation(token=token, nonce="", now=NOW)
    with pytest.raises(Gone):
        consume_invitation(token=token, nonce="", now=NOW)


def test_it_works_for_seven_days(token):
    with pytest.raises(Gone, match="too old"):
        read_invitation(token=token, now=NOW + timedelta(days=7))
    read_invitation(token=token, now=NOW + timedelta(days=6, hours=23))


def test_the_next_one_revokes_it(token, cast):
    invite(participant=cast.ana, by=cast.ben, now=NOW)
    with pytest.raises(Gone, match="newer link"):
        read_invitation(token=token, now=NOW)


def test_an_unknown_link_says_so(cast):
    with pytest.raises(Gone, match="does not work"):
        read_invitation(token="x" * 43, now=NOW)


def test_secrets_are_stored_hashed(token):
    stored = str(list(Invitation.objects.values())) + str(list(Device.objects.values()))
    assert token not in stored


def test_a_withdrawn_mother_has_no_way_in(token, cast):
    cast.ana.status = "withdrawn"
    cast.ana.save()
    with pytest.raises(Gone):
        consume_invitation(token=token, nonce="a", now=NOW)
