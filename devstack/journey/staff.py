"""Signing in as staff: password, and a second factor where the site asks for one."""

from __future__ import annotations

import re

from devstack.journey.codes import totp
from devstack.journey.pages import Browser, Page, expect


def sign_in(site: str, email: str, password: str, home: str) -> Browser:
    """A browser in which this person has signed in and stands at `home`."""
    browser = Browser(site)
    page = browser.get(home)
    page = browser.send(page, page.form("login", "password"), login=email, password=password)
    if "/2fa/" in page.path:
        page = _second_factor(browser, page)
    if not page.path.startswith(home):
        page = browser.get(home)
    expect(page.path.startswith(home), f"{email} signed in and stands at {page.path}: {page.text}")
    return browser


def _second_factor(browser: Browser, page: Page) -> Page:
    """Set up the authenticator from the key the page shows."""
    shown = re.search(r'id="authenticator_secret">\s*([A-Z2-7 =]+)\s*<', page.html)
    expect(shown, f"{page.path} shows no key for an authenticator: {page.text[:300]}")
    secret = shown.group(1) if shown else ""
    return browser.send(page, page.form("code"), code=totp(secret))
