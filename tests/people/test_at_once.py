"""Two at the same moment: guesses are counted one by one, a link pairs one phone."""

import pytest

from kernel.errors import BadInput, Gone, Throttled
from people.models import Consent, Device
from people.pins import FREE_TRIES
from people.services import change_pin, consume_invitation, give_consent, invite, unlock
from people.services import consents as consents_module
from people.services import devices as devices_module
from people.services import invitations as invitations_module
from tests.cast import NOW
from tests.together import at_once, met_there

pytestmark = pytest.mark.django_db(transaction=True)

GUESSES = 8
COUNTED = FREE_TRIES + 1


def guess(cast):
    """One wrong PIN."""
    return lambda: unlock(device=cast.phone, pin="000001", now=NOW)


def test_parallel_guesses_are_tries_one_by_one(cast, monkeypatch):
    monkeypatch.setattr(
        devices_module, "check_password", met_there(devices_module.check_password, GUESSES)
    )
    refused = at_once([guess(cast)] * GUESSES)
    assert all(isinstance(one, BadInput | Throttled) for one in refused)
    looked_at = [one for one in refused if one.code == "wrong_pin"]
    assert len(looked_at) == COUNTED
    assert Device.objects.get(pk=cast.phone.pk).wrong_pins == COUNTED


def test_guesses_at_the_old_pin_are_counted_one_by_one_too(cast, monkeypatch):
    monkeypatch.setattr(
        devices_module, "check_password", met_there(devices_module.check_password, GUESSES)
    )
    wrong = [lambda: change_pin(device=cast.phone, old="000001", new="593026", now=NOW)]
    at_once(wrong * GUESSES)
    assert Device.objects.get(pk=cast.phone.pk).wrong_pins == COUNTED


def test_a_link_opened_on_two_phones_at_once_pairs_one(cast, monkeypatch):
    token = invite(participant=cast.ana, by=cast.ben, now=NOW)
    before = Device.objects.count()
    monkeypatch.setattr(invitations_module, "_why_shut", met_there(invitations_module._why_shut))
    came = at_once(
        [
            lambda nonce=nonce: consume_invitation(token=token, nonce=nonce, now=NOW)
            for nonce in ("a", "b")
        ]
    )
    assert sum(isinstance(one, Gone) for one in came) == 1
    assert Device.objects.count() == before + 1


def test_two_invitations_at_once_leave_one_open(cast, monkeypatch):
    monkeypatch.setattr(
        invitations_module,
        "revoke_invitations",
        met_there(invitations_module.revoke_invitations),
    )
    made = at_once([lambda: invite(participant=cast.ana, by=cast.ben, now=NOW)] * 2)
    assert all(isinstance(one, str) for one in made)
    assert cast.ana.invitations.filter(revoked_at=None, consumed_at=None).count() == 1


def test_a_yes_pressed_twice_is_one_yes(cast, monkeypatch):
    Consent.objects.filter(purpose="research").update(revoked_at=NOW)
    text = consents_module.released("consent", "research")
    kind = type(text.content)
    monkeypatch.setattr(kind, "language_for", met_there(kind.language_for))
    yes = at_once(
        [
            lambda: give_consent(
                participant=cast.ana, device=cast.phone, purpose="research", text=text, now=NOW
            )
        ]
        * 2
    )
    assert len({one.pk for one in yes}) == 1
