"""How long her first open takes, from her link to Today: reckoned from words and taps, not timed.

A clock would measure the machine. The reckoning: what is shown (without what is folded away) is
read at 200 words a minute; each button and each field takes two seconds, each digit of the PIN
half a second. What she is asked to agree to is reckoned apart: she may take all the time she
likes for it, and it has a bar of its own so that it does not grow unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.services import invite
from tests.browser.mothers import Story, begin
from tests.cast import PIN, mother

pytestmark = pytest.mark.browser

WORDS_A_MINUTE = 200
TAP_S = 2.0
DIGIT_S = 0.5
TO_TODAY_S = 40
TO_AGREE_S = 130


@dataclass
class Reckoning:
    """Words read, things tapped, digits typed."""

    words: int = 0
    taps: int = 0
    digits: int = 0

    @property
    def seconds(self) -> float:
        """What that takes her."""
        return self.words * 60 / WORDS_A_MINUTE + self.taps * TAP_S + self.digits * DIGIT_S

    def read(self, phone: Page) -> None:
        """All the page shows."""
        self.words += len(phone.locator("main").inner_text().split())

    def press(self, phone: Page) -> None:
        """The main button; the next page has another heading."""
        self.taps += 1
        title = phone.locator("h1").inner_text()
        phone.locator("main .go").first.click()
        expect(phone.locator("h1")).not_to_have_text(title)


@pytest.fixture
def story(site: str) -> Story:
    return begin()


def link_for_one_who_speaks(story: Story, language: str) -> str:
    now = timezone.now()
    name = f"Fay {uuid4().hex[:4]}"
    fay = mother(story.cast.clinic, story.cast.ben, name, language=language, now=now)
    return f"/d/i/{invite(participant=fay, by=story.cast.ben, now=now)}/"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_pin_once_and_forty_seconds_to_today(language: str, page: Page, story: Story) -> None:
    way, agreeing, opened = Reckoning(), Reckoning(), []
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    page.goto(link_for_one_who_speaks(story, language))
    way.read(page)
    way.press(page)
    way.read(page)
    for field in page.locator("main input[type=password]").all():
        field.fill(PIN)
        way.taps, way.digits = way.taps + 1, way.digits + len(PIN)
    way.press(page)
    while "/d/agree/" in page.url:
        agreeing.read(page)
        agreeing.press(page)
    assert page.url.endswith("/d/today/")
    # Chosen once, and not asked for again on the way.
    assert not [url for url in opened if "/d/unlock/" in url]
    assert way.seconds <= TO_TODAY_S, way
    assert agreeing.seconds <= TO_AGREE_S, agreeing
