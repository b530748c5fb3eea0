from datetime import timedelta

from catalog.services import released
from people.services import give_consent, live_consent, revoke_consent
from tests.cast import NOW


def live(cast, purpose, now=NOW) -> bool:
    """Whether Ana's consent holds."""
    return live_consent(participant=cast.ana, purpose=purpose, now=now) is not None


def test_a_yes_twice_is_one_yes(cast):
    give_consent(
        participant=cast.ana, device=cast.phone, purpose="research",
        text=released("consent", "research"), now=NOW,
    )  # fmt: skip
    assert cast.ana.consents.filter(purpose="research").count() == 1


def test_taking_it_back_holds_from_then_on(cast):
    revoke_consent(participant=cast.ana, purpose="research", now=NOW + timedelta(hours=1))
    assert live(cast, "research", NOW)
    assert not live(cast, "research", NOW + timedelta(hours=2))
    assert live(cast, "care", NOW + timedelta(hours=2))


def test_research_expires_by_itself(cast):
    assert not live(cast, "research", NOW + timedelta(days=365 * 3))


def test_it_says_which_text_in_which_language(cast):
    consent = cast.ana.consents.get(purpose="research")
    assert (consent.text.code, consent.language, consent.device) == ("research", "en", cast.phone)
    assert consent.recipient_class
