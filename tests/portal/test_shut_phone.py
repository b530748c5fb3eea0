"""A phone that is known but shut: it takes what was typed, and shows nothing that was stored."""

from uuid import uuid4

import pytest
from django.test import Client

from measures.models import Administration
from people.services import revoke_device
from schedule.models import Occurrence
from sessions.models import AssignedSession
from tests.cast import NOW, Cast
from tests.portal.conftest import hidden


@pytest.fixture
def question(cast: Cast, her: Client) -> str:
    """A question she has answered with 6, after which the phone is shut."""
    occurrence = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    first = her.post(f"/d/q/{occurrence.public_id}/").url
    her.post(first, {"uuid": str(uuid4()), "value": "6"})
    del her.cookies["here"]
    return first


@pytest.mark.parametrize("form", [{}, {"value": "99"}, {"value": "3", "uuid": "x"}], ids=str)
def test_a_refused_answer_shows_neither_the_question_nor_what_she_said(
    form: dict, question: str, her: Client
) -> None:
    page = her.post(question, {"uuid": str(uuid4())} | form)
    item = Administration.objects.first().instrument.content.items[0]
    assert page.status_code == 400
    assert item.prompt("en") not in page.content.decode()
    assert b"checked" not in page.content and b'value="6"' not in page.content


def test_another_answer_under_the_same_form_is_asked_again_without_the_question(
    question: str, her: Client
) -> None:
    form = {"uuid": str(uuid4()), "value": "5"}
    her.post(question, form)
    page = her.post(question, form | {"value": "2"})
    assert page.status_code == 409
    assert hidden(page, "value") == "2"
    again = {"uuid": hidden(page, "uuid"), "value": "2"}
    assert her.post(question, again).status_code == 302


def test_words_that_are_refused_come_back_and_no_others(cast: Cast, her: Client) -> None:
    assigned = AssignedSession.objects.filter(course__participant=cast.ana).earliest("ordinal")
    steps = assigned.course.curriculum.content.session(assigned.code).steps
    step = next(one for one in steps if one.kind == "reflection")
    her.get(f"/d/s/{assigned.public_id}/")
    address = f"/d/s/{assigned.public_id}/{step.code}/"
    form = {"uuid": str(uuid4()), "text": "the river was high"}
    assert her.post(address, form).status_code == 302
    del her.cookies["here"]
    assert b"river" not in her.post(address, {"uuid": str(uuid4()), "text": " "}).content
    page = her.post(address, form | {"text": "other words"})
    assert page.status_code == 409
    assert b"other words" in page.content
    assert b"river" not in page.content
    assert step.title("en") not in page.content.decode()
    again = {"uuid": hidden(page, "uuid"), "text": "other words"}
    assert her.post(address, again).status_code == 302


def test_a_phone_that_ended_is_told_so_and_not_which_it_was(cast: Cast, her: Client) -> None:
    """So that its page lets go of what is kept there, and sends what is not sent."""
    assert "data-ended" not in her.get("/d/today/").content.decode()
    revoke_device(device=cast.phone, now=NOW)
    for address in ("/d/unlock/", "/d/help/"):
        page = her.get(address).content.decode()
        assert " data-ended" in page and "data-phone" not in page and "data-open" not in page
        assert str(cast.phone.public_id) not in page


def test_what_is_kept_for_anybody_does_not_say_that_a_phone_ended(cast: Cast, her: Client) -> None:
    revoke_device(device=cast.phone, now=NOW)
    for name in ("", "help/", "moment/", "safe/"):
        assert "data-ended" not in her.get(f"/d/shell/{name}").content.decode()


def test_a_browser_that_never_was_one_is_told_nothing(client: Client, cast: Cast) -> None:
    assert "data-ended" not in client.get("/d/unlock/").content.decode()
