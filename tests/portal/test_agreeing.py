"""Her yes and her no."""

from uuid import uuid4

import pytest
from django.test import Client

from catalog.services import released
from people.models import Consent
from people.services import revoke_consent
from schedule.models import Deposit
from tests.cast import NOW, Cast
from tests.portal.conftest import hidden


@pytest.fixture
def unasked(cast: Cast, her: Client) -> Client:
    for purpose in Consent.Purpose.values:
        revoke_consent(participant=cast.ana, purpose=purpose, now=NOW)
    return her


def held(cast: Cast) -> set[str]:
    return set(
        Consent.objects.filter(participant=cast.ana, revoked_at=None).values_list(
            "purpose", flat=True
        )
    )


def test_nothing_opens_before_she_agreed_to_care(unasked: Client) -> None:
    assert unasked.get("/d/today/").url == "/d/agree/"


def test_a_newer_text_neither_ends_a_yes_nor_asks_again(cast: Cast, her: Client) -> None:
    newer = released("consent", "care")
    newer.body, newer.pk, newer.version = newer.body, None, "9"
    newer.save()
    assert released("consent", "care").version == "9"
    assert her.get("/d/agree/").url == "/d/today/"
    assert held(cast) == set(Consent.Purpose.values)


@pytest.mark.parametrize("locked", [False, True])
def test_without_her_yes_no_form_is_kept(locked: bool, cast: Cast, her: Client) -> None:
    """She took it back in another tab while a question stood open in this one."""
    check_in = cast.ana.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    question = her.post(f"/d/q/{check_in.public_id}/").url
    session = f"/d/s/{cast.course.assigned.earliest('ordinal').public_id}/"
    her.post(session, {"uuid": str(uuid4())})
    before = Deposit.objects.count()
    revoke_consent(participant=cast.ana, purpose="care", now=NOW)
    if locked:
        del her.cookies["here"]
    for address in (question, session):
        assert her.post(address, {"uuid": str(uuid4()), "value": "6"}).url == "/d/agree/"
    assert Deposit.objects.count() == before


def test_care_is_asked_first_and_the_others_are_free(cast: Cast, unasked: Client) -> None:
    text = hidden(unasked.get("/d/agree/"), "text")
    unasked.post("/d/agree/", {"purpose": "care", "answer": "yes", "text": text})
    unasked.post("/d/agree/", {"purpose": "research", "answer": "no"})
    page = unasked.get("/d/agree/")
    assert b"e-mail" in page.content
    unasked.post("/d/agree/", {"purpose": "reminders", "answer": "no"})
    assert held(cast) == {"care"}
    assert unasked.get("/d/agree/").url == "/d/today/"


@pytest.mark.parametrize("read", [{}, {"text": "care@9"}, {"text": "research@0"}], ids=str)
def test_she_says_yes_to_what_she_has_read_only(read: dict, cast: Cast, unasked: Client) -> None:
    page = unasked.post("/d/agree/", {"purpose": "care", "answer": "yes"} | read)
    assert page.status_code == 409
    assert held(cast) == set()
    text = hidden(page, "text")
    unasked.post("/d/agree/", {"purpose": "care", "answer": "yes", "text": text})
    given = Consent.objects.get(participant=cast.ana, revoked_at=None)
    assert f"{given.text.code}@{given.text.version}" == text


def test_a_no_to_care_is_all_right_and_keeps_nothing(cast: Cast, unasked: Client) -> None:
    page = unasked.post("/d/agree/", {"purpose": "care", "answer": "no"})
    assert b"That is all right" in page.content
    assert held(cast) == set()


def test_after_taking_care_back_it_is_asked_again_and_not_in_a_circle(unasked: Client) -> None:
    text = hidden(unasked.get("/d/agree/"), "text")
    unasked.post("/d/agree/", {"purpose": "care", "answer": "yes", "text": text})
    unasked.post("/d/settings/agreed/", {"purpose": "care"})
    page = unasked.get("/d/today/", follow=True)
    assert page.redirect_chain == [("/d/agree/", 302)]
    assert b'name="purpose" value="care"' in page.content


def test_neither_yes_nor_no_asks_again(unasked: Client) -> None:
    assert unasked.post("/d/agree/", {"purpose": "care"}).status_code == 400


def test_a_yes_is_taken_back_as_easily(cast: Cast, her: Client) -> None:
    her.post("/d/settings/agreed/", {"purpose": "research"})
    assert held(cast) == {"care", "reminders"}


def test_every_element_the_law_asks_for_is_on_the_page(her: Client) -> None:
    page = her.get("/d/agree/?about=research").content.decode()
    for element in (
        "Who gives it",
        "What is given",
        "Who gets it",
        "What for",
        "How to take it back",
        "When it ends",
    ):
        assert element in page


def test_a_no_on_reading_it_again_takes_the_yes_back(cast: Cast, her: Client) -> None:
    her.post("/d/agree/", {"purpose": "research", "answer": "no", "about": "1"})
    assert held(cast) == {"care", "reminders"}
