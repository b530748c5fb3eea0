"""From the link to the last answer on a phone, with scripts and without: stored as typed, once."""

import pytest
from playwright.sync_api import Page, expect

from measures.models import Answer
from people.models import Consent
from sessions.models import AssignedSession, StepEntry
from tests.browser.mothers import WROTE, Story, answer, begin, looks_right

pytestmark = pytest.mark.browser


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def phone(request, new_context, story: Story, site: str) -> Page:
    """Ana's phone, open; with scripts and without."""
    context = new_context(java_script_enabled=request.param, has_touch=True, is_mobile=True)
    story.open_phone(context, site)
    return context.new_page()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_from_the_link_to_today(scripts: bool, new_context, story: Story) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(story.link_for_another())
    assert page.url.endswith("/d/welcome/")
    looks_right(page) if scripts else None
    page.get_by_role("button", name="Open it on this phone").click()
    page.get_by_label("Your PIN").fill("739104")
    page.get_by_label("The same PIN again").fill("739104")
    looks_right(page) if scripts else None
    page.get_by_role("button", name="Keep this PIN").click()
    page.get_by_role("button", name="Yes, I agree").click()
    looks_right(page) if scripts else None
    page.get_by_role("button", name="No, not this").click()
    page.get_by_role("button", name="Yes, I agree").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    given = Consent.objects.exclude(participant=story.cast.ana)
    assert set(given.values_list("purpose", flat=True)) == {"care", "reminders"}


def test_a_whole_session(phone: Page, story: Story) -> None:
    phone.goto("/d/today/")
    phone.get_by_role("link", name="Start", exact=True).click()
    phone.get_by_role("button", name="Start").click()
    for _ in range(40):
        if "on=1" in phone.url:
            break
        _do_one_step(phone)
    expect(phone.get_by_role("heading", name="That is all for today")).to_be_visible()
    assert AssignedSession.objects.get(course=story.cast.course, ordinal=1).completed_at
    assert [entry.text for entry in StepEntry.objects.filter(event="reflection")] == [WROTE]
    steps = list(StepEntry.objects.filter(event="done").values_list("step", flat=True))
    assert len(steps) == len(set(steps))


def _do_one_step(page: Page) -> None:
    if page.locator("textarea").count():
        page.locator("textarea").fill(WROTE)
    if page.locator("input[name=value]").count():
        answer(page, 4)
    before = page.url
    page.get_by_role("button", name="ext").last.click()
    page.wait_for_url(lambda url: url != before)


def test_a_whole_check_in_is_stored_as_typed_and_once(phone: Page, story: Story) -> None:
    phone.goto("/d/today/")
    phone.get_by_role("link", name="short questions").click()
    phone.get_by_role("button", name="Start").click()
    typed = {}
    for number in range(20):
        if "/done/" in phone.url:
            break
        before = phone.url
        if number == 1:
            typed[before.rstrip("/").rsplit("/", 1)[1]] = ""
            phone.get_by_role("button", name="I'd rather not say").click()
        else:
            item = before.rstrip("/").rsplit("/", 1)[1]
            typed[item] = answer(phone, number)
            phone.get_by_role("button", name="Next").click()
            phone.wait_for_load_state()
            if phone.get_by_role("link", name="Go on").count():
                phone.get_by_role("link", name="Go on").click()
        phone.wait_for_url(lambda url, was=before: url != was)
    expect(phone.get_by_role("heading", name="Thank you. All saved.")).to_be_visible()
    stored = Answer.objects.filter(administration__occurrence__isnull=False)
    said = {one.item: "" if one.declined else str(one.number) for one in stored}
    assert said == typed
    assert stored.count() == len(typed)
