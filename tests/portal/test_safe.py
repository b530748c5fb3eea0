"""If someone is hurting or scaring her: open to everyone, and nothing on it is sent anywhere."""

import re

import pytest
from django.test import Client

from portal.views.player import asks_to_see_it_another_way
from schedule.models import Occurrence
from tests.cast import NOW, Cast


@pytest.mark.parametrize("who", ["her", "shut", "client"])
def test_it_is_open_to_everyone(who: str, cast: Cast, request) -> None:
    page = request.getfixturevalue(who).get("/d/safe/").content.decode()
    assert re.findall(r'href="tel:([^"]+)"', page) == ["911", "18007997233"]


@pytest.mark.parametrize("who", ["her", "shut", "client"])
def test_help_leads_to_it(who: str, cast: Cast, request) -> None:
    assert 'href="/d/safe/"' in request.getfixturevalue(who).get("/d/help/").content.decode()


def test_it_asks_nothing_and_sends_nothing(her: Client) -> None:
    page = her.get("/d/safe/").content.decode()
    assert page.count("<form") == page.count('action="/d/leave/"') == 1
    assert her.post("/d/safe/").status_code == 405


def test_it_says_what_the_phone_still_shows(client: Client, db: None) -> None:
    page = client.get("/d/safe/").content.decode()
    assert "Calls and texts show in your phone" in page and "list of pages" in page


def test_a_worksheet_shows_the_way_to_it(cast: Cast, her: Client) -> None:
    later = cast.course.assigned.get(ordinal=2)
    cast.course.assigned.filter(ordinal=1).update(completed_at=NOW)
    Occurrence.objects.filter(pk=later.occurrence_id).update(opens_at=NOW)
    steps = later.course.curriculum.content.session(later.code).steps
    for step in steps:
        page = her.get(f"/d/s/{later.public_id}/{step.code}/", follow=True).content.decode()
        assert ('href="/d/safe/"' in page) is asks_to_see_it_another_way(step), step.code


def test_it_stands_before_worksheets_that_ask_to_see_things_another_way(
    cast: Cast, her: Client
) -> None:
    shown = {}
    for content in cast.course.curriculum.content.sessions:
        for step in content.steps:
            shown.setdefault((step.kind, step.skill), asks_to_see_it_another_way(step))
    assert [place for place, yes in shown.items() if yes] == [
        place for place in shown if place[0] != "reading" and place[1] == "reappraisal"
    ]
    assert any(shown.values())
