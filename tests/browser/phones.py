"""A phone of hers on a line that can be cut: for tests of what it keeps and hands in later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from measures.models import Administration, Answer
from people.devices import cookie_name
from people.models import Device
from tests.browser.lines import Line
from tests.browser.mothers import Story, begin
from tests.cast import PIN

CONTROLLED = """() => new Promise(done => navigator.serviceWorker.controller
    ? done() : navigator.serviceWorker.addEventListener("controllerchange", () => done()))"""
STORE = "import('/static/js/offline/store.js')"
# Asked again and again, but not for ever.
UNTIL = """async (test) => {
    for (const end = performance.now() + 15000; performance.now() < end;) {
        if (await test()) return;
        await new Promise(again => setTimeout(again, 100));
    }
    throw new Error("it never came about");
}"""
UNTIL_PACKED = f"""async () => {{
    const store = await {STORE};
    await ({UNTIL})(async () => (await store.get("class_c", "pack"))?.slots[0].blob);
}}"""
UNTIL_INTRODUCED = f"""async () => {{
    const store = await {STORE};
    await ({UNTIL})(async () => (await store.get("keys", "signing"))?.registered);
}}"""
WAITING = f"async () => (await {STORE}).count('queue')"
FLUSHED = f"""async () => {{
    const queue = await import('/static/js/offline/queue.js');
    await ({UNTIL})(async () => {{ queue.flush(); return !await queue.waiting(); }});
}}"""


@dataclass
class Phone:
    """One browser context of hers, its line to the site, and one page."""

    story: Story
    line: Line
    context: BrowserContext
    page: Page

    def unlock(self) -> None:
        """Through the PIN page, as she does; then until everything is kept on the phone."""
        self.page.goto("/d/unlock/")
        self.page.evaluate(CONTROLLED)
        self.type_pin()
        self.page.wait_for_url("**/d/today/")
        self.page.evaluate(UNTIL_PACKED)

    def type_pin(self, pin: str = PIN) -> None:
        self.page.get_by_label("Your PIN").fill(pin)
        self.page.get_by_role("button", name="Open").click()

    def open_with_cookies(self) -> None:
        """Without the PIN page: for what needs only the queue."""
        self.story.open_phone(self.context, self.line.url)
        self.page.goto("/d/today/")
        self.page.evaluate(UNTIL_INTRODUCED)

    def waiting(self) -> int:
        return self.page.evaluate(WAITING)

    def flush(self) -> None:
        """The line is back: until nothing waits."""
        self.line.set("open")
        self.page.evaluate(FLUSHED)

    def tap(self, value: int) -> None:
        """Choose an answer; it is safe on the phone (or already at the server) behind this."""
        saved = self.page.locator("#saved")
        saved.evaluate("place => place.replaceChildren()")
        radio = self.page.locator(f"input[name=value][value='{value}']")
        # The page may show it already, from before: that would be no choice.
        radio.evaluate("one => { one.checked = false; }")
        radio.check(force=True)
        expect(saved).to_have_text(re.compile("Saved"))


def first_question(story: Story) -> str:
    """Begin the check-in; the address of its first question."""
    from django.utils import timezone

    from measures.services import start_administrations

    now = timezone.now()
    occurrence = story.cast.ana.occurrences.filter(rule__kind="check_in", opens_at__lte=now).first()
    begun = start_administrations(occurrence=occurrence, participant=story.cast.ana, now=now)
    one = begun[0]
    return f"/d/q/{one.public_id}/{one.instrument.content.items[0].code}/"


def reflection_of(story: Story) -> str:
    """The address of the first place to write in her first session."""
    assigned = story.cast.course.assigned.get(ordinal=1)
    steps = story.cast.course.curriculum.content.sessions[0].steps
    step = next(one for one in steps if one.kind == "reflection")
    return f"/d/s/{assigned.public_id}/{step.code}/"


def stored(device: Device) -> list[int | None]:
    """What the server has from this phone, in the order of the phone."""
    rows = Answer.objects.filter(deposit__device=device).order_by("deposit__sequence")
    return list(rows.values_list("number", flat=True))


def begun(story: Story) -> list[Administration]:
    return list(story.cast.ana.administrations.order_by("pk"))


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def line(site: str, watch: Any) -> Iterator[Line]:
    made = Line(site)
    watch.origin = made.url.split("//")[1]
    watch.allow("Failed to load resource|ERR_|Failed to fetch")
    yield made
    made.close()


@pytest.fixture
def phone(story: Story, line: Line, new_context: Any) -> Phone:
    """Ana's phone, shut, with scripts and the worker."""
    return a_phone(story, line, new_context, story.cast.phone_token)


def a_phone(story: Story, line: Line, new_context: Any, token: str, **options: Any) -> Phone:
    context = new_context(
        base_url=line.url, service_workers="allow", has_touch=True, is_mobile=True, **options
    )
    name = cookie_name("phone")
    context.add_cookies([{"name": name, "value": token, "url": line.url}])
    return Phone(story, line, context, context.new_page())
