"""Pages of a phone that is shut or unknown, and a practice while it runs."""

import pytest
from playwright.sync_api import Page, expect

from portal.stepping import walk_of
from sessions.models import AssignedSession
from tests.browser.mothers import Story, begin, looks_right

pytestmark = pytest.mark.browser


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    story.open_phone(page.context, site)
    return page


def test_pages_of_a_shut_or_unknown_phone_are_right(page: Page, story: Story, watch, site) -> None:
    watch.allow("404|410|403")
    there = {"/d/unlock/": 200, "/d/help/": 200, "/d/i/nothing/": 410, "/d/nowhere/": 404}
    for address, status in there.items():
        shown = page.goto(address)
        assert shown and shown.status == status, address
        looks_right(page)
    story.open_phone(page.context, site)
    page.context.clear_cookies(name="here")
    page.goto("/d/today/")
    expect(page.get_by_label("Your PIN")).to_be_visible()
    looks_right(page)


def test_the_running_practice_is_right_and_fits(phone: Page, story: Story) -> None:
    assigned = AssignedSession.objects.get(course=story.cast.course, ordinal=1)
    code = next(step.code for step in walk_of(assigned).steps if step.breathing)
    phone.goto(f"/d/s/{assigned.public_id}/{code}/")
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_text("0:01").wait_for()
    looks_right(phone)
    stop = phone.get_by_role("button", name="This isn't good for me")
    assert stop.is_visible()
    box = stop.bounding_box()
    assert box and box["y"] + box["height"] <= 844


def test_no_motion_where_none_is_wanted(new_context, story: Story, site: str) -> None:
    context = new_context(reduced_motion="reduce")
    story.open_phone(context, site)
    phone = context.new_page()
    assigned = AssignedSession.objects.get(course=story.cast.course, ordinal=1)
    code = next(step.code for step in walk_of(assigned).steps if step.breathing)
    phone.goto(f"/d/s/{assigned.public_id}/{code}/")
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_text("breathe in").wait_for()
    assert phone.evaluate("document.getAnimations().length") == 0
