"""One question a page, saved exactly once, nothing lost."""

import dataclasses
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from measures.models import Administration, Answer
from measures.services import start_administrations
from safety.models import Concern
from schedule.models import Occurrence
from tests.cast import NOW, PIN, Cast, make_ready, staff, start
from tests.portal.conftest import hidden


@pytest.fixture
def first(cast: Cast, her: Client) -> str:
    """The address of the first question of today's check-in."""
    occurrence = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    return her.post(f"/d/q/{occurrence.public_id}/").url


@pytest.fixture
def thoughts(first: str, cast: Cast) -> str:
    """The address of the safety item."""
    stress = Administration.objects.get(participant=cast.ana, instrument__code="stress")
    return f"/d/q/{stress.public_id}/thoughts/"


def test_an_answer_is_stored_and_the_next_question_comes(first: str, her: Client) -> None:
    uuid = hidden(her.get(first), "uuid")
    page = her.post(first, {"uuid": uuid, "value": "6"})
    assert page.status_code == 302
    assert page.url != first
    assert Answer.objects.get(deposit__client_uuid=uuid).number == 6


def test_the_same_form_twice_is_one_answer(first: str, her: Client) -> None:
    form = {"uuid": hidden(her.get(first), "uuid"), "value": "6"}
    assert her.post(first, form).url == her.post(first, form).url
    assert Answer.objects.count() == 1


def test_another_answer_under_the_same_form_is_asked_again_and_kept(
    first: str, her: Client
) -> None:
    form = {"uuid": hidden(her.get(first), "uuid"), "value": "6"}
    her.post(first, form)
    page = her.post(first, form | {"value": "2"})
    assert page.status_code == 409
    assert b'value="2" checked' in page.content
    her.post(first, {"uuid": hidden(page, "uuid"), "value": "2"})
    assert b'value="2" checked' in her.get(first).content


def test_back_never_loses(first: str, her: Client) -> None:
    her.post(first, {"uuid": str(uuid4()), "value": "6"})
    page = her.get(first)
    assert b'value="6" checked' in page.content
    assert b"Saved" in page.content


def test_rather_not_say_is_an_answer(first: str, her: Client) -> None:
    page = her.get(first)
    her.post(first, {"decline_uuid": hidden(page, "decline_uuid"), "uuid": "x", "decline": "1"})
    assert Answer.objects.get().declined


@pytest.mark.parametrize("value", ["", "11", "-1", "six", "6.5", "9" * 400])
def test_what_is_no_answer_gets_a_sentence(value: str, first: str, her: Client) -> None:
    page = her.post(first, {"uuid": str(uuid4()), "value": value})
    assert page.status_code == 400
    assert b'class="trouble"' in page.content
    assert not Answer.objects.exists()


def test_a_form_without_its_uuid_stores_nothing(first: str, her: Client) -> None:
    assert her.post(first, {"value": "6"}).status_code == 400
    assert not Answer.objects.exists()


def test_help_is_in_the_same_response(thoughts: str, her: Client) -> None:
    page = her.post(thoughts, {"uuid": str(uuid4()), "value": "3"})
    assert page.status_code == 200
    assert b"tel:988" in page.content
    assert Concern.objects.get().tier == "now"


def test_help_already_shown_by_a_script_is_not_shown_twice(thoughts: str, her: Client) -> None:
    uuid = str(uuid4())
    assert her.post(thoughts, {"uuid": uuid, "value": "3", "told": uuid}).status_code == 302


def test_help_comes_also_when_the_form_is_sent_again(thoughts: str, her: Client) -> None:
    form = {"uuid": str(uuid4()), "value": "3"}
    her.post(thoughts, form)
    assert b"tel:988" in her.post(thoughts, form).content
    assert Concern.objects.count() == 1


def test_what_she_typed_is_stored_though_the_phone_has_locked(first: str, her: Client) -> None:
    uuid = hidden(her.get(first), "uuid")
    del her.cookies["here"]
    page = her.post(first, {"uuid": uuid, "value": "6"}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/d/unlock/?next=")
    assert Answer.objects.get().number == 6
    assert her.get(first).status_code == 302


def test_another_mothers_questions_are_not_here(first: str, cast: Cast, her: Client) -> None:
    Administration.objects.update(participant=cast.eva)
    assert her.get(first).status_code == 404
    assert her.post(first, {"uuid": str(uuid4()), "value": "6"}).status_code == 404


def test_what_others_are_asked_is_not_among_hers(first: str, cast: Cast, her: Client) -> None:
    asked = re.search(r"1 of (\d+)", her.get(first).content.decode())[1]
    rae = staff(cast.other_clinic, "Rae", "clinician")
    make_ready(cast.other_clinic, on_duty=cast.dan, back_up=rae, by=cast.dan)
    start(dataclasses.replace(cast, ana=cast.eva, ben=cast.dan))
    evas = cast.eva.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    start_administrations(occurrence=evas, participant=cast.eva, now=timezone.now())
    assert f"1 of {asked}" in her.get(first).content.decode()


def test_an_unknown_question_is_not_here(first: str, her: Client) -> None:
    assert her.get(first.rsplit("/", 2)[0] + "/nothing/").status_code == 404


def test_a_check_in_whose_day_has_not_come_says_when_it_opens(cast: Cast, her: Client) -> None:
    later = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").latest("ordinal")
    page = her.post(f"/d/q/{later.public_id}/")
    assert page.status_code == 409
    assert b"This opens on" in page.content


def test_one_begun_in_time_is_kept_after_its_close(first: str, her: Client) -> None:
    with time_machine.travel(NOW + timedelta(days=10)):
        her.post("/d/unlock/", {"pin": PIN})
        her.post(first, {"uuid": str(uuid4()), "value": "6"})
    assert Answer.objects.get().timing == "after_close"


def test_the_last_answer_ends_it_with_thanks(first: str, her: Client) -> None:
    where = first
    for _ in range(20):
        if where.endswith("/done/"):
            break
        where = her.post(where, {"uuid": str(uuid4()), "value": "0"}).url
    assert b"Thank you. All saved." in her.get(where).content
    # What was not put to her says why, and is not waited for.
    left = Administration.objects.filter(finished_at=None)
    assert [set(one.not_asked.values()) for one in left] == [{"addressed"}]


def test_how_she_is_addressed_decides_what_is_asked(cast: Cast, her: Client) -> None:
    occurrence = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    her.post("/d/changed/", {"addressed": "no_baby_talk"})
    her.post(f"/d/q/{occurrence.public_id}/")
    asked = Administration.objects.values_list("instrument__code", flat=True)
    assert "closeness" not in asked
