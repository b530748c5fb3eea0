from datetime import timedelta

import pytest

from kernel.errors import BadInput, Gone, NotAllowed, Throttled
from people.models import Unlock
from people.pins import FREE_TRIES, LAST_TRY
from people.services import change_pin, lock, revoke_device, set_pin, unlock
from tests.cast import NOW, PIN, open_phone, pair


def wrong(device, now=NOW):
    """One wrong PIN."""
    with pytest.raises((BadInput, Throttled, Gone)) as refused:
        unlock(device=device, pin="000001", now=now)
    return refused.value


def test_the_right_pin_opens(cast, client):
    open_phone(client, cast.phone, cast.phone_token)
    assert Unlock.objects.filter(device=cast.phone, ended_at=None).count() == 1


def test_wrong_pins_make_this_phone_wait(cast):
    for _ in range(FREE_TRIES):
        assert isinstance(wrong(cast.phone), BadInput)
    assert isinstance(wrong(cast.phone), Throttled)
    with pytest.raises(Throttled) as refused:
        unlock(device=cast.phone, pin=PIN, now=NOW + timedelta(seconds=5))
    assert 0 < refused.value.retry_after <= 30


def test_a_long_wait_is_said_in_minutes(cast):
    now = NOW
    for _ in range(FREE_TRIES + 4):
        refused = wrong(cast.phone, now)
        now += timedelta(minutes=10)
    assert refused.retry_after == 240
    assert "4 minutes" in refused.message


def test_after_the_wait_the_right_pin_opens_and_the_count_is_gone(cast):
    for _ in range(FREE_TRIES + 1):
        wrong(cast.phone)
    unlock(device=cast.phone, pin=PIN, now=NOW + timedelta(minutes=1))
    assert isinstance(wrong(cast.phone, NOW + timedelta(minutes=2)), BadInput)


def test_too_many_wrong_pins_need_a_new_link(cast):
    now = NOW
    for _ in range(LAST_TRY):
        wrong(cast.phone, now)
        now += timedelta(hours=2)
    with pytest.raises(Gone):
        unlock(device=cast.phone, pin=PIN, now=now)


def test_guessing_on_one_phone_does_not_lock_another(cast):
    other, _token = pair(cast.ana, cast.ben)
    now = NOW
    for _ in range(LAST_TRY):
        wrong(other, now)
        now += timedelta(hours=2)
    assert unlock(device=cast.phone, pin=PIN, now=NOW)


def test_a_pin_is_set_once(cast):
    with pytest.raises(NotAllowed):
        set_pin(device=cast.phone, pin="593026", now=NOW)


def test_changing_the_pin_asks_the_old_one(cast):
    with pytest.raises(BadInput):
        change_pin(device=cast.phone, old="000001", new="593026", now=NOW)
    change_pin(device=cast.phone, old=PIN, new="593026", now=NOW)
    assert unlock(device=cast.phone, pin="593026", now=NOW)


def test_changing_the_pin_is_no_way_to_guess_on(cast):
    now = NOW
    for _ in range(LAST_TRY):
        with pytest.raises((BadInput, Throttled)):
            change_pin(device=cast.phone, old="000001", new="593026", now=now)
        now += timedelta(hours=2)
    with pytest.raises(Gone):
        change_pin(device=cast.phone, old=PIN, new="593026", now=now)


def test_leaving_ends_every_unlock(cast):
    unlock(device=cast.phone, pin=PIN, now=NOW)
    lock(device=cast.phone, now=NOW)
    assert not Unlock.objects.filter(device=cast.phone, ended_at=None).exists()


def test_a_new_unlock_ends_the_one_before(cast):
    unlock(device=cast.phone, pin=PIN, now=NOW)
    unlock(device=cast.phone, pin=PIN, now=NOW)
    assert Unlock.objects.filter(device=cast.phone, ended_at=None).count() == 1


def test_a_lost_phone_is_shut_out_at_once(cast):
    revoke_device(device=cast.phone, now=NOW)
    with pytest.raises(Gone):
        unlock(device=cast.phone, pin=PIN, now=NOW)
