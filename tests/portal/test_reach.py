"""How to reach her safely: in her words, for her clinic, every part may stay empty."""

import pytest
from django.test import Client

from people.services import safe_contact_of
from tests.cast import Cast

SAID = {
    "hours": "Weekdays 9 to 2",
    "words": "Say the dentist",
    "may_answer": "My mother",
    "never_know": "My partner",
    "send_home": "only_if",
    "send_home_if": "his car is gone",
}


def test_her_words_are_kept_as_hers(cast: Cast, her: Client) -> None:
    page = her.post("/d/reach/", SAID, follow=True).content.decode()
    kept = safe_contact_of(cast.ana)
    assert {name: getattr(kept, name) for name in SAID} == SAID
    assert kept.by_her and "Your clinic reads this" in page and "Say the dentist" in page


def test_only_if_needs_its_condition_and_keeps_the_rest(cast: Cast, her: Client) -> None:
    page = her.post("/d/reach/", SAID | {"send_home_if": " "})
    assert page.status_code == 400
    assert "Say the dentist" in page.content.decode()
    assert 'value="only_if" checked' in page.content.decode()
    assert safe_contact_of(cast.ana).pk is None


def test_it_is_kept_though_the_phone_has_locked(cast: Cast, shut: Client) -> None:
    assert shut.post("/d/reach/", SAID).status_code == 302
    assert safe_contact_of(cast.ana).words == "Say the dentist"


def test_a_shut_phone_gets_back_what_it_sent(cast: Cast, shut: Client) -> None:
    page = shut.post("/d/reach/", SAID | {"send_home_if": ""})
    assert page.status_code == 400
    assert 'name="words" value="Say the dentist"' in page.content.decode()


@pytest.mark.parametrize("form", [{}, SAID | {"send_home": "maybe"}])
def test_nonsense_is_refused(form: dict, her: Client) -> None:
    assert her.post("/d/reach/", form).status_code == 400


def test_today_asks_once_while_it_is_empty(her: Client) -> None:
    assert 'href="/d/reach/"' in her.get("/d/today/").content.decode()
    her.post("/d/reach/", SAID)
    assert 'href="/d/reach/"' not in her.get("/d/today/").content.decode()
