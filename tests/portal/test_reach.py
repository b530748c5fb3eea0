"""How to reach her safely: in her words, for her clinic, every part may stay empty."""

import pytest
from django.test import Client

from people.services import safe_contact_of, set_safe_contact
from tests.cast import NOW, Cast

SCREENS = {
    "hours": {"hours": "Weekdays 9 to 2"},
    "words": {"words": "Say the dentist"},
    "others": {"may_answer": "My mother"},
    "never": {"never_know": "My partner"},
    "home": {"send_home": "only_if", "send_home_if": "his car is gone"},
}
WHOLE = {name: text for said in SCREENS.values() for name, text in said.items()}


def test_five_screens_lead_from_one_to_the_next(cast: Cast, her: Client) -> None:
    where = "/d/reach/hours/"
    for number, (part, said) in enumerate(SCREENS.items(), 1):
        assert where == f"/d/reach/{part}/"
        page = her.get(where).content.decode()
        assert f"{number} of 5" in page and "Your clinic reads this" in page
        where = her.post(where, said).url
    kept = safe_contact_of(cast.ana)
    assert {name: getattr(kept, name) for name in WHOLE} == WHOLE
    assert kept.by_her
    page = her.get(where).content.decode()
    assert all(text in page for text in WHOLE.values() if text != "only_if")


def test_one_screen_leaves_the_others_as_they_were(cast: Cast, her: Client) -> None:
    set_safe_contact(participant=cast.ana, **WHOLE, by=cast.ben, now=NOW)
    her.post("/d/reach/never/", {"never_know": "Nobody", "one": "1"})
    kept = safe_contact_of(cast.ana)
    assert (kept.never_know, kept.words, kept.send_home) == ("Nobody", "Say the dentist", "only_if")


def test_any_screen_may_be_skipped(cast: Cast, her: Client) -> None:
    assert her.post("/d/reach/hours/", {"skip": "1", "hours": "x"}).url == "/d/reach/words/"
    assert safe_contact_of(cast.ana).pk is None


def test_only_if_needs_its_condition_and_keeps_the_choice(cast: Cast, her: Client) -> None:
    page = her.post("/d/reach/home/", {"send_home": "only_if", "send_home_if": " "})
    assert page.status_code == 400
    assert 'value="only_if" checked' in page.content.decode()
    assert safe_contact_of(cast.ana).pk is None


def test_it_is_kept_though_the_phone_has_locked(cast: Cast, shut: Client) -> None:
    assert shut.post("/d/reach/words/", SCREENS["words"]).status_code == 302
    assert safe_contact_of(cast.ana).words == "Say the dentist"


def test_a_shut_phone_gets_back_what_it_sent(cast: Cast, shut: Client) -> None:
    page = shut.post("/d/reach/home/", {"send_home": "perhaps", "send_home_if": "at noon"})
    assert page.status_code == 400
    assert 'name="send_home" value="perhaps"' in page.content.decode()
    assert ">at noon</textarea>" in page.content.decode()


def test_what_is_too_long_stays_in_the_box(her: Client) -> None:
    page = her.post("/d/reach/words/", {"words": "x" * 501})
    assert page.status_code == 400 and "x" * 501 in page.content.decode()


@pytest.mark.parametrize("form", [{}, {"send_home": "maybe", "send_home_if": ""}])
def test_nonsense_is_refused(form: dict, her: Client) -> None:
    assert her.post("/d/reach/home/", form).status_code == 400
    assert her.get("/d/reach/elsewhere/").status_code == 404


def test_today_asks_once_while_it_is_empty(her: Client) -> None:
    assert 'href="/d/reach/"' in her.get("/d/today/").content.decode()
    her.post("/d/reach/words/", SCREENS["words"])
    assert 'href="/d/reach/"' not in her.get("/d/today/").content.decode()
