"""What is hers to say and to keep, without scripts and by keyboard; each answer looked at."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pathway.services import report_gap
from people.services import safe_contact_of
from safety.services import lock_plan, plan_of
from schedule.services import start_pause
from tests.browser.mothers import Story, begin, looks_right

pytestmark = pytest.mark.browser


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    story.open_phone(page.context, site)
    return page


@pytest.fixture
def plain(new_context, story: Story, site: str) -> Page:
    """Her phone where scripts do not run."""
    context = new_context(java_script_enabled=False)
    story.open_phone(context, site)
    return context.new_page()


def test_something_changed_and_back_without_scripts(plain: Page, story: Story) -> None:
    plain.goto("/d/today/")
    plain.get_by_role("link", name="Something changed?").click()
    plain.get_by_role("button", name="No baby talk, please").click()
    expect(plain.get_by_role("status")).to_contain_text("No baby talk, please")
    story.cast.ana.refresh_from_db()
    assert story.cast.ana.addressed == "no_baby_talk"
    plain.get_by_role("button", name="Undo").click()
    expect(plain.get_by_role("status")).to_contain_text("I am expecting")


def test_her_plan_is_made_without_scripts_and_read_without_the_pin(
    plain: Page, story: Story
) -> None:
    plain.goto("/d/plan/")
    plain.get_by_role("link", name="Start", exact=True).click()
    for number in range(1, 7):
        expect(plain.get_by_text(f"{number} of 6")).to_be_visible()
        plain.get_by_role("textbox").fill(f"Call 212 555 014{number}")
        plain.get_by_role("button", name="Save, next").click()
    expect(plain.get_by_role("link", name="212 555 0146")).to_be_visible()
    plain.get_by_role("button", name="Open without the PIN").click()
    expect(plain.get_by_role("status")).to_contain_text("without the PIN")
    plain.context.clear_cookies(name="here")
    plain.goto("/d/help/")
    plain.get_by_role("link", name="My plan for a hard time").click()
    expect(plain.get_by_role("link", name="212 555 0146")).to_be_visible()
    assert plan_of(story.cast.ana).revision == 6


def test_how_to_reach_her_by_keyboard(phone: Page, story: Story) -> None:
    phone.goto("/d/reach/")
    phone.get_by_role("link", name="Start").focus()
    phone.keyboard.press("Enter")
    phone.get_by_role("textbox").focus()
    phone.keyboard.type("At noon")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("2 of 5")).to_be_visible()
    assert safe_contact_of(story.cast.ana).hours == "At noon"


def test_her_medicine_is_answered_without_scripts(plain: Page) -> None:
    plain.goto("/d/mine/")
    plain.get_by_role("link", name="I was some days without").click()
    plain.get_by_label("How many days?").fill("4")
    plain.get_by_label("Not yet").check(force=True)
    plain.get_by_role("button", name="Next").click()
    expect(plain.get_by_role("link", name="Call 911")).to_be_visible()
    plain.get_by_text("Before you go on").click()
    plain.get_by_role("button", name="I have read this").click()
    plain.wait_for_url("**/d/today/")
    expect(plain.get_by_text("A short card")).to_have_count(0)


def test_what_follows_looks_right(phone: Page, story: Story) -> None:
    ana, now = story.cast.ana, timezone.now()
    phone.goto("/d/mine/")
    phone.get_by_role("button", name="I used again").click()
    phone.get_by_text("Before you go on").click()
    looks_right(phone)
    phone.goto("/d/changed/")
    phone.get_by_role("button", name="I am with my baby").click()
    looks_right(phone)
    phone.goto("/d/plan/signs/")
    phone.get_by_role("textbox").fill("My chest is tight.")
    phone.get_by_role("button", name="Save, next").click()
    phone.goto("/d/plan/")
    looks_right(phone)
    report_gap(participant=ana, kind="discharge", on=now.date(), by=None, now=now)
    start_pause(participant=ana, lost_on=now.date(), by=story.cast.ben, now=now)
    phone.goto("/d/today/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Nothing is due")
    looks_right(phone)
    phone.get_by_role("link", name="A short card").click()
    looks_right(phone)
    lock_plan(participant=ana, behind_pin=False, now=now)
    phone.context.clear_cookies(name="here")
    phone.goto("/d/plan/")
    expect(phone.get_by_text("My chest is tight.")).to_be_visible()
    looks_right(phone)
