"""Her Daybook pages in a browser: Listen, a hard moment by one tap."""

import pytest
from playwright.sync_api import Page, expect

from sessions.models import HardMoment, PracticeEntry
from tests.browser.mothers import Story, begin, looks_right
from tests.browser.rounds import furnish

pytestmark = pytest.mark.browser

# A phone with a voice of its own for English and one far away for Spanish.
VOICES = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ localService: true, lang: "en-US" }, { localService: false, lang: "es-MX" }],
  speak: (said) => window.spoken.push(said.text), cancel() {}, addEventListener() {},
} });
"""


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    story.open_phone(page.context, site)
    return page


def test_a_hard_moment_is_one_tap_and_saved_only_by_hers(phone: Page, story: Story) -> None:
    phone.goto("/d/settings/")
    phone.locator(".wave").click()
    expect(phone.get_by_role("heading", name="It will pass, like a wave")).to_be_visible()
    phone.get_by_text("Save this?").click()
    phone.get_by_label("What happened?").fill("A call.")
    assert not HardMoment.objects.exists()
    phone.get_by_role("group", name="How strong was it?").get_by_text("8", exact=True).click()
    phone.get_by_role("button", name="Save", exact=True).click()
    phone.wait_for_url("**/d/today/**")
    expect(phone.locator("main")).to_contain_text("Saved. My things shows it")
    row = HardMoment.objects.get()
    assert (row.intensity, row.what) == (8, "A call.")


def test_listen_reads_with_a_voice_of_the_phone_and_only_when_tapped(
    phone: Page, story: Story
) -> None:
    phone.add_init_script(VOICES)
    occurrence = story.cast.ana.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    phone.goto(f"/d/q/{occurrence.public_id}/")
    phone.get_by_role("button", name="Start").click()
    phone.wait_for_url("**/d/q/*/*/")
    assert phone.evaluate("window.spoken") == []
    button = phone.get_by_role("button", name="Listen: Your clinic reads this")
    button.click()
    (said,) = phone.evaluate("window.spoken")
    assert said.startswith("Your clinic reads this. Right now, how strong is any urge you feel?")
    assert said.endswith("0 no urge. 10 as strong as it could be")
    expect(button).to_have_attribute("aria-pressed", "true")
    looks_right(phone)


def test_where_the_phone_has_no_voice_there_is_nothing_to_tap(phone: Page, story: Story) -> None:
    phone.add_init_script(VOICES)
    story.cast.ana.language = "es"
    story.cast.ana.save()
    phone.goto("/d/help/")
    expect(phone.locator(".listen")).to_have_count(0)


def test_each_option_can_be_heard(phone: Page, story: Story) -> None:
    phone.add_init_script(VOICES)
    phone.goto("/d/moment/")
    phone.get_by_text("Save this?").click()
    phone.get_by_role("button", name="Listen: slow breaths").click()
    assert phone.evaluate("window.spoken") == ["slow breaths"]
    looks_right(phone)


def test_a_practice_played_again_is_right_and_kept_once(phone: Page, story: Story) -> None:
    furnish(story)
    phone.goto("/d/practice/")
    phone.locator("main a.tile").first.click()
    phone.wait_for_url("**/d/practice/*/*/")
    looks_right(phone)
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_role("button", name="Leave it here, next").click()
    phone.wait_for_url("**/d/practice/?kept=1")
    (row,) = PracticeEntry.objects.all()
    assert (row.event, row.away) == ("left", False)
