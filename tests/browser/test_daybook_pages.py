"""Her Daybook pages in a browser: both themes, small screens, Listen, a hard moment by one tap."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sessions.models import AssignedSession, HardMoment, PracticeEntry
from sessions.services import enter_session, hand_in
from tests.browser.mothers import Story, begin, looks_right
from tests.saying import entry, envelope

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


def pages(story: Story) -> Iterator[str]:
    """Each of them with something in it."""
    now, device = timezone.now(), story.cast.phone
    first = AssignedSession.objects.get(course=story.cast.course, ordinal=1)
    enter_session(assigned=first, now=now)
    words = next(one for one in first.course.curriculum.content.session(first.code).steps
                 if one.kind == "reflection")  # fmt: skip
    said = entry(first, words.code, "reflection", extra={"text": "The rain."}, at=now)
    hand_in(device=device, envelope=said, now=now)
    kept = envelope("moment", {"intensity": 7, "control": 3, "what": "Loud."}, at=now)
    hand_in(device=device, envelope=kept, now=now)
    for name in ("sessions", "practice", "practice/away", "moment", "weeks", "things"):
        yield f"/d/{name}/"
    for name in ("words", "answers", "practices", "moments"):
        yield f"/d/things/{name}/"
    yield f"/d/t/{said.client_uuid}/"


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


def test_every_page_is_right_in_both_themes(phone: Page, story: Story) -> None:
    for address in pages(story):
        phone.goto(address)
        open_all(phone)
        looks_right(phone)


@pytest.mark.parametrize("text", ["100%", "225%"])
def test_nothing_is_cut_off_at_320_px(phone: Page, story: Story, text: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    for address in pages(story):
        phone.goto(address)
        open_all(phone)
        phone.evaluate(f"document.documentElement.style.fontSize = '{text}'")
        wide = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide at {text}"


def test_what_is_tapped_is_large_enough(phone: Page, story: Story) -> None:
    small = """() => [...document.querySelectorAll("main :is(a, button, label), header a, nav a")]
      .filter((one) => one.checkVisibility() && !one.matches("p *, .field > label"))
      .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
      .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""
    for address in pages(story):
        phone.goto(address)
        open_all(phone)
        assert phone.evaluate(small) == [], address


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
    expect(phone.locator("main")).to_contain_text("Saved. Only you see it here")
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
    list(pages(story))
    phone.goto("/d/practice/")
    phone.locator("main a.tile").first.click()
    phone.wait_for_url("**/d/practice/*/*/")
    looks_right(phone)
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_role("button", name="Leave it here, next").click()
    phone.wait_for_url("**/d/practice/?kept=1")
    (row,) = PracticeEntry.objects.all()
    assert (row.event, row.away) == ("left", False)
