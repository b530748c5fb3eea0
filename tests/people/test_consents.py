from datetime import timedelta

from catalog.models import ContentVersion
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


def test_a_yes_holds_from_when_it_was_given(cast):
    assert not live(cast, "research", NOW - timedelta(seconds=1))
    assert live(cast, "research", NOW)


def again(cast, text, now=NOW):
    """Ana says yes to a text once more."""
    return give_consent(
        participant=cast.ana, device=cast.phone, purpose="research", text=text, now=now
    )


def test_a_yes_to_other_words_is_another_yes(cast):
    first = cast.ana.consents.get(purpose="research")
    newer = ContentVersion.objects.get(pk=first.text_id)
    newer.body, newer.pk, newer.version = newer.body, None, "9"
    newer.save()
    second = again(cast, newer, NOW + timedelta(days=1))
    first.refresh_from_db()
    assert (first.revoked_at, second.text) == (NOW + timedelta(days=1), newer)
    assert cast.ana.consents.filter(purpose="research", revoked_at=None).get() == second


def test_a_yes_that_ran_out_is_given_anew(cast):
    first = cast.ana.consents.get(purpose="research")
    later = first.expires_at + timedelta(days=1)
    assert again(cast, first.text, later) != first
    assert live(cast, "research", later)


def test_the_language_kept_is_the_one_she_could_read(cast):
    """A text that is not there in her language was shown in another."""
    first = cast.ana.consents.get(purpose="care")
    cast.ana.language = "fr"
    revoke_consent(participant=cast.ana, purpose="care", now=NOW)
    given = give_consent(
        participant=cast.ana, device=cast.phone, purpose="care", text=first.text, now=NOW
    )
    assert given.language == "en"


def test_it_says_which_text_in_which_language(cast):
    consent = cast.ana.consents.get(purpose="research")
    assert (consent.text.code, consent.language, consent.device) == ("research", "en", cast.phone)
    assert consent.recipient_class
