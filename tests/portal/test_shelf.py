"""The shelf: short practices for any time, beside the sessions of a course."""

import copy
from datetime import timedelta

import pytest
import time_machine

from catalog.models import ContentVersion
from catalog.services import released
from pathway.services import assign
from portal.practices import good_days, shelf_practices
from sessions.models import PracticeEntry, StepEntry
from sessions.services import path_of, shelf_of
from tests.cast import NOW, make_cast, open_phone
from tests.portal.conftest import hidden

NOW_CODE = "hard-moment"


@pytest.fixture
def with_shelf(db):
    """A curriculum like 0.1 whose savoring stands on a shelf, too, and Ana on it from tomorrow."""
    old = released("curriculum", "more-companion", "0.1")
    body = copy.deepcopy(old.body)
    first = body["structure"]["sessions"][0]
    kept = [step for step in first["steps"] if step["code"] in ("one-good-thing", "two-minutes")]
    # Under the code that the page of a hard moment knows.
    kept.append(next(step for step in kept if step["code"] == "two-minutes") | {"code": NOW_CODE})
    body["structure"] |= {
        "version": "0.9",
        "shelf": {"code": "shelf", "role": "shelf", "steps": kept},
    }
    for words in body["wording"].values():
        for path, text in list(words.items()):
            if path.startswith("sessions.noticing.steps."):
                moved = path.replace("sessions.noticing", "sessions.shelf", 1)
                words[moved] = text
                words[moved.replace("steps.two-minutes", f"steps.{NOW_CODE}")] = text
    shelved = ContentVersion.objects.create(
        kind="curriculum",
        code="more-companion",
        version="0.9",
        status="draft",
        structure_hash="s" * 64,
        wording_hashes={"en": "w" * 64},
        body=body,
        registered_at=NOW,
    )
    cast = make_cast()
    cast.course = assign(
        participant=cast.ana,
        curriculum=shelved,
        battery=None,
        starts_on=NOW.date() + timedelta(days=1),
        by=cast.ben,
        now=NOW,
    )
    return cast


@pytest.fixture
def tomorrow():
    with time_machine.travel(NOW + timedelta(days=1)):
        yield NOW + timedelta(days=1)


def test_it_is_there_from_the_first_day_on_and_before_any_session(with_shelf, tomorrow):
    assert shelf_practices(with_shelf.ana, now=NOW) == []
    titles = [one.title for one in shelf_practices(with_shelf.ana, now=tomorrow)]
    assert titles == ["Two minutes", "One small good thing", "Two minutes"]


def test_one_of_them_stands_on_the_page_of_a_hard_moment(with_shelf, tomorrow, client):
    assert "A practice for now" not in client.get("/d/moment/").content.decode()
    open_phone(client, with_shelf.phone, with_shelf.phone_token, tomorrow)
    page = client.get("/d/moment/").content.decode()
    assert "A practice for now" in page
    assert f"/d/practice/{with_shelf.course.public_id}/{NOW_CODE}/" in page


def test_it_is_no_session_and_nothing_is_due_in_it(with_shelf):
    codes = list(with_shelf.course.assigned.values_list("code", flat=True))
    assert codes == ["noticing", "another-way"]
    assert shelf_of(with_shelf.course).pk is None
    assert path_of(shelf_of(with_shelf.course))


def test_she_plays_one_and_it_is_kept_as_a_practice_of_the_shelf(with_shelf, tomorrow, client):
    open_phone(client, with_shelf.phone, with_shelf.phone_token, tomorrow)
    page = client.get("/d/practice/")
    assert "Short ones for any time" in page.content.decode()
    url = shelf_practices(with_shelf.ana, now=tomorrow)[1].url
    player = client.get(url)
    assert player.status_code == 200
    client.post(url, {"uuid": hidden(player, "uuid"), "zone": "America/New_York"})
    kept = PracticeEntry.objects.get()
    assert kept.practice == "more-companion@0.9/shelf/one-good-thing"
    assert not StepEntry.objects.exists()
    assert len(good_days(with_shelf.ana)) == 1


def test_a_course_without_one_has_none(with_shelf, tomorrow):
    with_shelf.course.curriculum = released("curriculum", "more-companion", "0.1")
    with_shelf.course.save()
    assert shelf_practices(with_shelf.ana, now=tomorrow) == []


def test_the_shelf_of_another_mother_is_not_here(with_shelf, tomorrow, client):
    open_phone(client, with_shelf.phone, with_shelf.phone_token, tomorrow)
    hers = assign(
        participant=with_shelf.eva,
        curriculum=with_shelf.course.curriculum,
        battery=None,
        starts_on=tomorrow.date(),
        by=with_shelf.dan,
        now=tomorrow,
    )
    assert client.get(f"/d/practice/{hers.public_id}/two-minutes/").status_code == 404
