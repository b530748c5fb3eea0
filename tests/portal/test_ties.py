"""Every page of hers leads on to another: nobody is left where only Leave helps."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal.stepping import walk_of
from sessions.models import AssignedSession
from tests.cast import Cast


@pytest.fixture
def assigned(cast: Cast) -> AssignedSession:
    return AssignedSession.objects.get(course=cast.course, ordinal=1)


def test_each_step_leads_back_and_to_a_hard_moment(her: Client, assigned: AssignedSession) -> None:
    for step in walk_of(assigned).steps:
        page = her.get(f"/d/s/{assigned.public_id}/{step.code}/", follow=True).content.decode()
        assert f'href="/d/s/{assigned.public_id}/' in page, step.code
        assert 'href="/d/moment/"' in page, step.code


def test_the_first_question_leads_back_to_what_asked_it(her: Client, cast: Cast) -> None:
    occurrence = cast.ana.occurrences.get(rule__kind="check_in", ordinal=1)
    intro = f"/d/q/{occurrence.public_id}/"
    first = her.get(her.post(intro, {}).url).content.decode()
    assert f'href="{intro}"' in first


def test_a_session_she_has_done_can_be_found_again(her: Client, assigned: AssignedSession) -> None:
    address = f"/d/s/{assigned.public_id}/"
    AssignedSession.objects.filter(pk=assigned.pk).update(completed_at=timezone.now())
    today = her.get("/d/today/").content.decode()
    assert address in today and "Do it again" in today
    her.post(address, {"uuid": str(uuid4())})
    assert her.get(address).status_code == 200


def test_a_page_read_again_from_settings_leads_back_there(her: Client) -> None:
    assert b'href="/d/settings/"' in her.get("/d/agree/?about=research").content
