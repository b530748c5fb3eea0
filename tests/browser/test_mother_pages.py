"""Each page of hers, looked at by axe in both themes, on a small screen and with large text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from portal.stepping import walk_of
from sessions.models import AssignedSession
from tests.browser.mothers import Story, begin, looks_right

pytestmark = pytest.mark.browser

PLAIN = [
    "today", "weeks", "settings", "help", "pin", "agree/?about=research", "unlock",
    "changed", "plan", "plan/people", "reach", "reach/words", "reach/home", "safe",
    "mine", "mine/?about=days", "mine/?about=kit",
]  # fmt: skip


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    story.open_phone(page.context, site)
    return page


def pages(story: Story) -> Iterator[str]:
    """One address of each kind of page."""
    yield from (f"/d/{one}" if "?" in one else f"/d/{one}/" for one in PLAIN)
    assigned = AssignedSession.objects.get(course=story.cast.course, ordinal=1)
    yield f"/d/s/{assigned.public_id}/"
    kinds = {step.kind: step.code for step in walk_of(assigned).steps}
    yield from (f"/d/s/{assigned.public_id}/{code}/" for code in kinds.values())
    occurrence = story.cast.ana.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    yield f"/d/q/{occurrence.public_id}/"


def test_every_page_is_right_in_both_themes(phone: Page, story: Story) -> None:
    for address in pages(story):
        phone.goto(address)
        looks_right(phone)


def test_pages_of_a_shut_or_unknown_phone_are_right(page: Page, story: Story, watch, site) -> None:
    watch.allow("404|410|403")
    for address in ("/d/unlock/", "/d/help/", "/d/i/nothing/", "/d/nowhere/"):
        page.goto(address)
        looks_right(page)
    story.open_phone(page.context, site)
    page.context.clear_cookies(name="here")
    page.goto("/d/today/")
    looks_right(page)


@pytest.mark.parametrize("text", ["100%", "225%"])
def test_nothing_is_cut_off_at_320_pixels(text: str, phone: Page, story: Story) -> None:
    phone.set_viewport_size({"width": 320, "height": 568})
    for address in pages(story):
        phone.goto(address)
        phone.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        wide = phone.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} px wide"


def test_targets_are_big_enough_for_a_thumb(phone: Page, story: Story) -> None:
    small = """() => [...document.querySelectorAll(
            "button, .go, .plain, .nav a, .scale label, summary")]
        .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map(one => one.outerHTML)"""
    for address in pages(story):
        phone.goto(address)
        assert phone.evaluate(small) == [], address


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
