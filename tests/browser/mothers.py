"""What a mother does on her phone, for tests that drive a browser as her."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from people.devices import cookie_name
from people.services import invite, unlock
from tests.cast import PIN, Cast, make_cast, mother, start

WROTE = "The light on the wall.\nIt moved — “slowly”."


@dataclass
class Story:
    """Everybody, with Ana's session and check-in open since the day before yesterday."""

    cast: Cast

    def link_for_another(self) -> str:
        """An invitation of a mother who has no phone yet."""
        now = timezone.now()
        fay = mother(self.cast.clinic, self.cast.ben, f"Fay {uuid4().hex[:4]}", now=now)
        return f"/d/i/{invite(participant=fay, by=self.cast.ben, now=now)}/"

    def open_phone(self, context: BrowserContext, site: str) -> None:
        """Give a browser Ana's cookies, as after her PIN."""
        opened, companion = unlock(device=self.cast.phone, pin=PIN, now=timezone.now())
        cookies = {
            cookie_name("phone"): self.cast.phone_token,
            cookie_name("open"): opened,
            "here": companion,
        }
        context.add_cookies(
            [{"name": name, "value": value, "url": site} for name, value in cookies.items()]
        )


def begin() -> Story:
    """Two days ago: whatever the hour is now, both windows are open."""
    past = timezone.now() - timedelta(days=2)
    cast = make_cast(now=past)
    start(cast, now=past)
    return Story(cast)


def looks_right(page: Page) -> None:
    """No axe violation in either theme, nothing wider than the screen, a neutral title, Leave."""
    expect(page).to_have_title("Daybook")
    expect(page.get_by_role("button", name="Leave", exact=True)).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url} ({theme})\n{found.generate_report()}"


def answer(page: Page, number: int) -> str:
    """Choose the answer with this place (or the last there is); returns its value."""
    radios = page.locator("input[name=value]")
    chosen = radios.nth(min(number, radios.count() - 1))
    chosen.check(force=True)
    return chosen.get_attribute("value") or ""
