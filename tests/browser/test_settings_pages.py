"""The short pages under Settings and the plain page: what they do."""

import pytest
from playwright.sync_api import Page, expect

from audit.services import record_read
from people.models import Device, Unlock
from tests.browser.mothers import Story, begin, looks_right
from tests.cast import NOW, pair

pytestmark = pytest.mark.browser


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    """Opened an hour ago as far as asking again goes; somebody looked; she has two phones."""
    cast = story.cast
    story.open_phone(page.context, site)
    pair(cast.ana, cast.ben)
    Unlock.objects.update(opened_at=NOW)
    record_read(
        actor=cast.ben.actor, kind="opened", model="people.Participant",
        ids=[cast.ana.public_id], where="test", now=Unlock.objects.latest("pk").used_at,
    )  # fmt: skip
    return page


def test_the_plain_page_is_right(phone: Page, story: Story) -> None:
    Unlock.objects.update(plain=True)
    phone.goto("/d/today/")
    expect(phone.get_by_role("heading", name="slow breath")).to_be_visible()
    looks_right(phone)
    phone.set_viewport_size({"width": 320, "height": 568})
    phone.evaluate("document.documentElement.style.fontSize = '225%'")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_time_until_it_locks_by_keyboard(phone: Page, story: Story) -> None:
    phone.goto("/d/settings/lock/")
    phone.get_by_role("radio", name="1 minute", exact=True).focus()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Tab")
    phone.keyboard.type("482915")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status").first).to_have_text("Your choice is kept.")
    assert Device.objects.get(pk=story.cast.phone.pk).lock_minutes == 5


def test_forgetting_leaves_nothing_in_the_browser(phone: Page) -> None:
    phone.goto("/d/settings/forget/")
    phone.get_by_role("button", name="Yes, forget this phone").click()
    expect(phone.get_by_role("heading", name="no longer set up")).to_be_visible()
    assert [one["name"] for one in phone.context.cookies() if one["value"]] == []


def test_stopping_takes_one_press(phone: Page) -> None:
    phone.goto("/d/settings/stop/")
    phone.get_by_role("button", name="Yes, stop now").click()
    expect(phone.get_by_role("heading", name="You have stopped")).to_be_visible()
    looks_right(phone)
