"""Fixtures that drive headless Chromium against the site, and refuse what no page may do."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db.backends.signals import connection_created
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from devstack.suite import INSTALL_BROWSER
from devstack.suite import browser as find_browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# Chromium's own calls home are switched off: only the site's requests are left to watch.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = ("data:", "blob:", "about:")


class Watch:
    """Collects what a page does and must not: requests elsewhere, CSP violations, errors.

    A test that means a page to be refused says so with `allow(pattern)`.
    """

    def __init__(self, origin: str) -> None:
        self.origin = urlsplit(origin).netloc
        self.seen: list[str] = []
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(LOCAL) and urlsplit(request.url).netloc != self.origin:
            self.seen.append(f"request to another origin: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # A violation of the content security policy is reported here, as an error.
        if message.type == "error":
            self.seen.append(f"console error: {message.text} ({message.location.get('url', '')})")

    @property
    def unexpected(self) -> list[str]:
        return [
            line for line in self.seen if not any(re.search(known, line) for known in self.allowed)
        ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process; each test has contexts of its own."""
    path = find_browser()
    if path is None:
        told = f"no Chromium on this machine; to install it: {INSTALL_BROWSER}"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    # Chromium's sandbox does not work as root.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=flags)
        yield launched
        launched.close()


@pytest.fixture
def site(live_server, transactional_db: None) -> Iterator[str]:
    """The address of the running site. It reads and writes as the application's role."""
    connection_created.connect(_step_down, dispatch_uid="tests.step_down")
    yield live_server.url
    connection_created.disconnect(dispatch_uid="tests.step_down")


def _step_down(connection, **_kwargs) -> None:
    from django.conf import settings

    if threading.current_thread() is not threading.main_thread():
        with connection.cursor() as cursor:
            cursor.execute(f'SET ROLE "{settings.APPLICATION_ROLE}"')


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    """Fails the test at its end for anything a page did that it must not do."""
    watching = Watch(site)
    yield watching
    assert watching.unexpected == []


@pytest.fixture
def new_context(browser: Browser, site: str, watch: Watch) -> Iterator:
    """Make a watched browser context: another phone, another desk, scripts off, …

    Without the worker, which would answer in place of what a test puts in the way of a page;
    tests of it ask for `service_workers="allow"`.
    """
    contexts: list[BrowserContext] = []

    def make(**options) -> BrowserContext:
        usual = {"viewport": PHONE, "base_url": site, "service_workers": "block"}
        made = browser.new_context(**{**usual, **options})
        made.set_default_timeout(10_000)
        watch.follow(made)
        contexts.append(made)
        return made

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context) -> Page:
    """A mother's phone: 390 by 844."""
    return new_context(has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def desk(new_context) -> Page:
    """A clinic's desk."""
    return new_context(viewport=DESK).new_page()
