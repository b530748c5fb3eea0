"""How her practices went, on her page; parts that stir things up are opened by her clinician."""

import pytest

from sessions.models import AssignedSession, StepRelease
from sessions.services import delete_said, hand_in
from tests.cast import NOW, Cast, sign_in, start
from tests.saying import entry


@pytest.fixture
def page(cast: Cast, client):
    """Ben reads Ana's page."""
    start(cast)
    sign_in(client, cast.ben)
    return lambda: client.get(f"/staff/mothers/{cast.ana.public_id}/").content.decode()


def hand(cast: Cast, step: str, event: str = "done", **extra):
    first = AssignedSession.objects.get(course=cast.course, ordinal=1)
    said = entry(first, step, event, extra=extra, at=NOW)
    hand_in(device=cast.phone, envelope=said, now=NOW)
    return said


def press(client, cast: Cast, what: str, step: str = "old-knot"):
    second = AssignedSession.objects.get(course=cast.course, ordinal=2)
    form = {"do": what, "session": str(second.public_id), "step": step}
    return client.post(f"/staff/mothers/{cast.ana.public_id}/hold/", form)


def test_a_dose_is_shown_as_it_was(cast: Cast, page):
    hand(cast, "coming-back", "left", cut="five", anchor="see", seconds=100, before=4, after=5)
    shown = page()
    for words in ("left before the end", "1:40 in view", "5 minutes, rested on sight", "4 → 5"):
        assert words in shown


def test_what_was_not_good_for_her_stands_first_with_its_concern(cast: Cast, page, client):
    hand(cast, "two-minutes", "stopped")
    shown = page()
    assert "She said it is not good for her".lower() in shown.lower()
    concern = cast.ana.concerns.get()
    told = client.get(f"/staff/concerns/{concern.public_id}/").content.decode()
    assert "A practice (Two minutes)" in told


def test_what_she_deleted_is_not_shown_and_the_concern_stays(cast: Cast, page, client):
    said = hand(cast, "two-minutes", "stopped", before=1, after=9)
    delete_said(device=cast.phone, said=said.client_uuid, now=NOW)
    assert "Not good for her" not in page() and "1 → 9" not in page()
    concern = cast.ana.concerns.get()
    told = client.get(f"/staff/concerns/{concern.public_id}/").content.decode()
    assert "she deleted what she said of it" in told and "Two minutes" not in told


def test_her_clinician_opens_a_part_and_takes_it_back(cast: Cast, page, client):
    assert "Open for her" in page()
    press(client, cast, "release_step")
    assert StepRelease.objects.get(ended_at=None).released_by == cast.ben
    assert "opened by Ben" in page()
    press(client, cast, "withhold_step")
    assert not StepRelease.objects.filter(ended_at=None).exists()


def test_a_coordinator_neither_opens_a_part_nor_sees_how_practices_went(cast: Cast, page, client):
    hand(cast, "two-minutes", seconds=100)
    sign_in(client, cast.cam)
    assert "in view" not in page() and "Open for her" not in page()
    press(client, cast, "release_step")
    assert not StepRelease.objects.exists()


@pytest.mark.parametrize("step", ["welcome-back", "nonesuch", ""])
def test_only_what_waits_can_be_opened(cast: Cast, page, client, step):
    press(client, cast, "release_step", step)
    assert not StepRelease.objects.exists()
