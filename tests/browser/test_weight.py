"""How much her phone fetches, as production sends it: compressed, over the wire, headers too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from people.devices import cookie_name
from portal.stepping import walk_of
from sessions.models import AssignedSession
from tests.browser.lines import Line
from tests.browser.mothers import Story, begin
from tests.browser.phones import CONTROLLED, UNTIL_PACKED
from tests.browser.serving import served
from tests.cast import PIN

pytestmark = pytest.mark.browser

KILOBYTE = 1024
FIRST_LOAD, NEXT_STEP, KEPT = 60 * KILOBYTE, 15 * KILOBYTE, 120 * KILOBYTE


class Scale:
    """What a page fetches: bytes by address, and all of them."""

    def __init__(self, page: Page) -> None:
        self.by_url: dict[str, int] = {}
        self._names: dict[str, str] = {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._sent)
        wire.on("Network.loadingFinished", self._came)

    def _sent(self, told: dict[str, Any]) -> None:
        self._names[told["requestId"]] = told["request"]["url"]

    def _came(self, told: dict[str, Any]) -> None:
        url = self._names.get(told["requestId"], "?")
        self.by_url[url] = self.by_url.get(url, 0) + int(told["encodedDataLength"])

    def take(self) -> dict[str, int]:
        """Since the last time, the heaviest first."""
        taken = dict(sorted(self.by_url.items(), key=lambda one: -one[1]))
        self.by_url.clear()
        return taken


class WeighedLine(Line):
    """Weighs every reply, also those to the worker and to the pack."""

    weight = 0

    def _ask(self, request: bytes) -> bytes:
        reply = super()._ask(request)
        self.weight += len(reply)
        return reply


@pytest.fixture
def story(site: str, settings: Any) -> Story:
    """Her PIN is kept as the served site can read it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    return begin()


@pytest.fixture
def production(story: Story, watch: Any) -> Iterator[str]:
    with served() as url:
        watch.origin = url.split("//")[1]
        yield url


def a_phone(story: Story, new_context: Any, url: str, **options: Any) -> BrowserContext:
    """Hers, shut."""
    context = new_context(base_url=url, has_touch=True, is_mobile=True, **options)
    name = cookie_name("phone")
    context.add_cookies([{"name": name, "value": story.cast.phone_token, "url": url}])
    return context


def open_it(page: Page) -> None:
    page.goto("/d/unlock/", wait_until="networkidle")
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/d/today/")
    page.wait_for_load_state("networkidle")


def test_the_first_load_and_each_next_step_are_small(
    story: Story, production: str, new_context: Any
) -> None:
    page = a_phone(story, new_context, production).new_page()
    scale = Scale(page)
    open_it(page)
    first = scale.take()
    print(f"from the PIN to Today, nothing kept before: {sum(first.values())} bytes\n{first}")
    assert sum(first.values()) <= FIRST_LOAD
    heaviest = {}
    for address in one_of_each_kind(story):
        page.goto(address, wait_until="networkidle")
        fetched = scale.take()
        heaviest[address.split("/")[-2]] = sum(fetched.values())
    print(f"each next step: {heaviest} bytes")
    assert max(heaviest.values()) <= NEXT_STEP


def one_of_each_kind(story: Story) -> list[str]:
    """Addresses in the first session; its heaviest practice, too."""
    assigned = AssignedSession.objects.get(course=story.cast.course, ordinal=1)
    steps = walk_of(assigned).steps
    codes = {step.kind: step.code for step in steps}.values()
    longest = max(steps, key=lambda step: step.minutes).code
    return [f"/d/s/{assigned.public_id}/{code}/" for code in {*codes, longest}]


def test_what_is_kept_for_no_network_is_small_too(
    story: Story, production: str, new_context: Any, watch: Any
) -> None:
    line = WeighedLine(production)
    watch.origin = line.url.split("//")[1]
    page = a_phone(story, new_context, line.url, service_workers="allow").new_page()
    page.goto("/d/unlock/")
    page.evaluate(CONTROLLED)
    open_it(page)
    page.evaluate(UNTIL_PACKED)
    page.wait_for_load_state("networkidle")
    print(f"with all that is kept for no network: {line.weight} bytes")
    assert line.weight <= KEPT
    line.close()
