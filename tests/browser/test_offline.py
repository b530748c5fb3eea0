"""Her pages with no network, or one that hangs: what opens, what stays shut, what is left."""

from __future__ import annotations

import os
import re
import shutil
import signal
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from devstack.suite import browser as find_browser
from people.devices import cookie_name
from schedule.models import Quarantine
from sessions.models import AssignedSession, HarmRecord, StepEntry
from sessions.services import release_session, release_step
from tests.browser.lines import Line
from tests.browser.mothers import Story, answer
from tests.browser.phones import FLUSHED, Phone, first_question, reflection_of, stored
from tests.browser.phones import line as line
from tests.browser.phones import phone as phone
from tests.browser.phones import story as story
from tests.browsing import FLAGS, PHONE
from tests.cast import PIN

pytestmark = pytest.mark.browser

RUNS = [pytest.param(3, id="sample"), pytest.param(50, id="full", marks=pytest.mark.soak)]
SENTINEL = "Zaunkönigin at the window"


@pytest.fixture
def ready(phone: Phone) -> Phone:
    """Opened with the PIN; her pages are kept; then there is no network."""
    phone.unlock()
    phone.line.set("dead")
    return phone


def do_one_step(page: Page) -> None:
    if page.locator("textarea").count():
        page.locator("textarea").first.fill(SENTINEL)
    if page.locator("input[name=value]").count():
        answer(page, 4)
    before = page.url
    page.get_by_role("button", name=re.compile("ext$")).last.click()
    expect(page).not_to_have_url(before)


def test_a_whole_session_with_no_network(ready: Phone, story: Story):
    page = ready.page
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("button", name="Start").click()
    for _ in range(40):
        page.locator("main > *").first.wait_for()
        if "on=1" in page.url:
            break
        do_one_step(page)
    expect(page.get_by_role("heading", name="That is all for today")).to_be_visible()
    assert not StepEntry.objects.exists()
    ready.flush()
    assert AssignedSession.objects.get(course=story.cast.course, ordinal=1).completed_at
    assert SENTINEL in StepEntry.objects.filter(event="reflection").values_list("text", flat=True)


def test_the_pin_opens_what_is_kept_and_a_wrong_one_does_not(ready: Phone):
    page = ready.page
    page.get_by_role("button", name="Leave").click()
    page.wait_for_url("**/d/away/")
    page.goto("/d/today/")
    for _ in range(3):
        ready.type_pin("111222")
        expect(page.locator("#trouble")).to_have_text("That PIN is not right. Please try again.")
        expect(page.get_by_label("Your PIN")).to_have_value("")
    ready.type_pin("111222")
    expect(page.locator("#trouble")).to_contain_text("You can try again in")
    ready.type_pin()
    expect(page.locator("#trouble")).to_contain_text("You can try again in")
    page.evaluate(
        "async () => (await import('/static/js/offline/store.js')).remove('keys', 'tries')"
    )
    ready.type_pin()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()


@pytest.mark.parametrize("mode", ["dead", "hang"])
def test_leave_is_gone_at_once_whatever_the_network_does(ready: Phone, mode: str):
    page = ready.page
    page.get_by_role("link", name="short questions").click()
    expect(page.get_by_role("heading", name="A short check-in")).to_be_visible()
    ready.line.set(mode)
    page.get_by_role("button", name="Leave").click()
    page.wait_for_url("**/d/away/", timeout=1500)
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Your PIN")).to_be_visible()
    expect(page.get_by_text("short questions")).to_have_count(0)


def test_a_server_that_hangs_does_not_keep_her_waiting(ready: Phone):
    ready.line.set("hang")
    ready.page.get_by_role("link", name="short questions").click()
    expect(ready.page.get_by_role("heading", name="A short check-in")).to_be_visible(timeout=7000)


def test_help_opens_with_no_network_and_no_pin(ready: Phone):
    ready.page.get_by_role("button", name="Leave").click()
    ready.page.wait_for_url("**/d/away/")
    ready.page.goto("/d/help/")
    expect(ready.page.get_by_role("link", name="Call 988").first).to_be_visible()


def test_a_hidden_page_forgets_the_key(ready: Phone):
    page = ready.page
    page.get_by_role("link", name="short questions").click()
    expect(page.get_by_role("heading", name="A short check-in")).to_be_visible()
    page.evaluate("const real = Date.now; Date.now = () => real() + 61_000")
    page.evaluate(
        """() => { for (const hidden of [true, false]) {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            if (hidden) { const now = Date.now; Date.now = () => now() - 61_000;
                document.dispatchEvent(new Event("visibilitychange")); Date.now = now; }
            else document.dispatchEvent(new Event("visibilitychange"));
        } }"""
    )
    expect(page.get_by_label("Your PIN")).to_be_visible()


def test_forget_says_what_is_not_sent_and_clears_everything(phone: Phone, story: Story):
    phone.unlock()
    page = phone.page
    page.goto(first_question(story))
    phone.line.set("dead", only="/d/deposit/")
    phone.tap(5)
    page.goto("/d/settings/forget/")
    page.get_by_role("button", name="Yes, forget this phone").click()
    expect(page.get_by_text("Not sent yet: 1.")).to_be_visible()
    page.get_by_role("button", name="Yes, forget this phone").click()
    expect(page.get_by_role("heading", name="This phone is no longer set up")).to_be_visible()
    left = page.evaluate(
        """async () => [(await caches.keys()).length, (await indexedDB.databases()).length,
            (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [0, 0, 0]
    assert stored(story.cast.phone) == []


def test_a_practice_plays_comes_back_and_is_told_as_it_was(ready: Phone, story: Story):
    """Length, resting place, her place to the second, and what was really done."""
    page = ready.page
    page.goto(_step(story, "coming-back"))
    page.get_by_label("2 minutes").check(force=True)
    page.get_by_label("sounds", exact=True).check(force=True)
    page.get_by_role("button", name="Begin · 2:00").click()
    page.get_by_text("0:03").wait_for()
    page.get_by_role("button", name="Pause").click()
    at = page.locator("#clock").inner_text()
    page.locator("a.wave").click()
    expect(page.get_by_role("heading", name="It will pass")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("2 minutes")).to_be_checked()
    expect(page.get_by_label("sounds", exact=True)).to_be_checked()
    page.get_by_role("button", name=f"Go on from {at}").click()
    expect(page.locator("#clock")).not_to_have_text(at)
    page.get_by_role("button", name="Leave it here, next").click()
    expect(page).not_to_have_url(re.compile("coming-back"))
    ready.flush()
    row = StepEntry.objects.exclude(event="reached").get()
    assert (row.event, row.anchor, row.step) == ("left", "sounds", "coming-back")
    assert row.cut == StepEntry.objects.filter(event="reached", seconds__gt=0).first().cut != "full"
    assert 1 <= row.seconds <= 10


def test_one_left_running_keeps_its_place(ready: Phone, story: Story):
    page = ready.page
    page.goto(_step(story, "two-minutes"))
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("0:02").wait_for()
    page.locator("a.wave").click()
    expect(page.get_by_role("heading", name="It will pass")).to_be_visible()
    page.wait_for_timeout(500)
    page.go_back()
    expect(page.get_by_role("button", name=re.compile("Go on from 0:0[2-4]"))).to_be_visible()


def test_this_isnt_good_for_me_with_no_network(ready: Phone, story: Story):
    page = ready.page
    page.goto(_step(story, "two-minutes"))
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="This isn't good for me").click()
    expect(page.get_by_text("Name three things you can see")).to_be_visible()
    ready.flush()
    assert HarmRecord.objects.get().kind == "not_good"


def test_an_empty_worksheet_asks_for_words_before_it_is_kept(phone: Phone, story: Story):
    assigned = story.cast.course.assigned.get(ordinal=2)
    release_session(assigned=assigned, by=story.cast.ben, now=timezone.now())
    for code in ("old-knot", "closer-look"):
        release_step(assigned=assigned, step_code=code, by=story.cast.ben, now=timezone.now())
    phone.unlock()
    phone.line.set("dead")
    page = phone.page
    page.goto(f"/d/s/{assigned.public_id}/look-again/")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#saved")).to_have_text(re.compile("Write a few words"))
    assert phone.waiting() == 0
    page.get_by_label("What was the first thought?").fill("I had the thought.")
    page.get_by_role("button", name="Next").click()
    expect(page).not_to_have_url(re.compile("look-again"))
    phone.flush()
    assert StepEntry.objects.filter(step="look-again", event="reflection").count() == 1
    assert not Quarantine.objects.exists()


def test_when_the_network_is_back_the_pin_is_asked_and_her_words_are_kept(
    ready: Phone, story: Story
):
    """Opened on the phone alone; the server has not seen the PIN."""
    page = ready.page
    page.get_by_role("button", name="Leave").click()
    page.wait_for_url("**/d/away/")
    page.goto(reflection_of(story))
    ready.type_pin()
    page.locator("textarea").fill(SENTINEL)
    ready.line.set("open")
    with page.expect_response("**/healthz"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(200)
    page.locator("a.wave").click()
    expect(page).to_have_url(re.compile("/d/moment/"))
    page.goto("/d/today/")
    expect(page.get_by_label("Your PIN")).to_be_visible()
    page.evaluate(FLUSHED)
    assert StepEntry.objects.get(event="reflection").text == SENTINEL


def a_browser_of_her_own(browser: Any, line: Line, profile: Path) -> BrowserContext:
    """With its files in a folder that outlives it."""
    context = browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=find_browser(),
        args=[*FLAGS, "--no-sandbox"],
        viewport=PHONE,
        base_url=line.url,
        service_workers="allow",
    )
    context.set_default_timeout(10_000)
    return context


def known(context: BrowserContext, story: Story, line: Line) -> Phone:
    """The phone's cookie is written to the disk late: a killed browser may not have it yet."""
    name = cookie_name("phone")
    context.add_cookies([{"name": name, "value": story.cast.phone_token, "url": line.url}])
    return Phone(story, line, context, context.pages[0])


def kill(profile: Path) -> None:
    """As the phone does when it needs the memory, or the battery is out: no chance to tidy up."""
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"--user-data-dir={profile}".encode() in one.read_bytes():
                os.kill(int(one.parent.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended with the one before.
    for left in profile.glob("Singleton*"):
        left.unlink()


@pytest.mark.parametrize("runs", RUNS)
def test_the_app_is_killed_with_an_answer_in_the_air(
    browser: Any, story: Story, line: Line, tmp_path: Path, runs: int
):
    profile = tmp_path / "profile"
    said = list(islice(cycle([3, 7, 0, 10, 5]), runs))
    question = first_question(story)
    for value in said:
        phone = known(a_browser_of_her_own(browser, line, profile), story, line)
        phone.open_with_cookies()
        phone.page.goto(question)
        line.set("hang", only="/d/deposit/")
        phone.tap(value)
        kill(profile)
        line.set("open")
    phone = known(a_browser_of_her_own(browser, line, profile), story, line)
    phone.page.goto("/d/unlock/")
    phone.flush()
    phone.context.close()
    assert stored(story.cast.phone) == said


def test_a_copy_of_the_phone_while_it_is_shut_tells_nothing(
    browser: Any, story: Story, line: Line, tmp_path: Path
):
    """The whole profile on the disk, read as bytes: no answer, no word of a session or question."""
    profile = tmp_path / "profile"
    phone = known(a_browser_of_her_own(browser, line, profile), story, line)
    phone.unlock()
    line.set("dead", only="/d/deposit/")
    reflection = reflection_of(story)
    phone.page.goto(reflection)
    phone.page.locator("textarea").fill(SENTINEL)
    phone.page.locator("h1").click()
    expect(phone.page.locator(".saved").first).to_have_text(re.compile("Saved on this phone"))
    content = [phone.page.locator("h1").inner_text()]
    phone.page.goto(first_question(story))
    content.append(phone.page.locator("h1").inner_text())
    phone.page.get_by_role("button", name="Leave").click()
    phone.page.wait_for_url("**/d/away/")
    phone.context.close()
    copy = tmp_path / "copy"
    shutil.copytree(profile, copy, ignore_dangling_symlinks=True)
    whole = b"".join(file.read_bytes() for file in copy.rglob("*") if file.is_file())
    # What is kept readable is found, so what is not found is not there to read.
    assert str(story.cast.phone.public_id).encode() in whole
    for words in (SENTINEL, *content, PIN):
        for spelt in (words.encode(), words.encode("utf-16-le")):
            assert spelt not in whole, words


def _step(story: Story, code: str) -> str:
    return f"/d/s/{story.cast.course.assigned.get(ordinal=1).public_id}/{code}/"
