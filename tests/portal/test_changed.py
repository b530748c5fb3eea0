"""Something changed: one tap, no cause, at once, and back."""

import re

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize("path", ["/d/today/", "/d/things/"])
def test_it_is_one_tap_away(path: str, her: Client) -> None:
    assert 'href="/d/changed/"' in her.get(path).content.decode()


def test_it_changes_in_one_tap_and_back(cast: Cast, her: Client) -> None:
    page = her.post("/d/changed/", {"addressed": "no_baby_talk"}, follow=True)
    cast.ana.refresh_from_db()
    assert cast.ana.addressed == "no_baby_talk"
    assert b"Undo" in page.content
    before = re.findall(r'name="undo".*?value="(\w+)">Undo', page.content.decode())
    page = her.post("/d/changed/", {"addressed": before[0], "undo": "1"}, follow=True)
    cast.ana.refresh_from_db()
    assert cast.ana.addressed == "expecting"
    assert b"Undo" not in page.content


def test_the_words_follow_at_once(cast: Cast, her: Client) -> None:
    her.post("/d/changed/", {"addressed": "no_baby_talk"})
    assert "baby" not in her.get("/d/today/").content.decode().lower()


def test_the_address_says_neither_what_it_is_nor_was(her: Client) -> None:
    her.post("/d/changed/", {"addressed": "with_baby"})
    where = her.post("/d/changed/", {"addressed": "no_baby_talk"}).url
    assert "baby" not in where


def test_no_cause_is_asked(her: Client) -> None:
    page = her.get("/d/changed/").content.decode()
    assert page.count('name="addressed"') == 5
    assert "<textarea" not in page and "We do not ask why" in page


@pytest.mark.parametrize("said", ["queen", ""])
def test_a_sixth_is_refused(said: str, her: Client) -> None:
    assert her.post("/d/changed/", {"addressed": said}).status_code == 400


@pytest.mark.parametrize("was", ["9", "-1", "x", "²"])
def test_a_made_up_address_offers_no_undo(was: str, her: Client) -> None:
    page = her.get("/d/changed/", {"done": "1", "was": was})
    assert page.status_code == 200 and b"Undo" not in page.content
