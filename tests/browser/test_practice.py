"""A practice as her phone plays it: silent until asked, a way out at once, her place kept."""

import re

import pytest
from playwright.sync_api import Page, expect

from safety.models import Concern
from sessions.models import AssignedSession, HarmRecord, StepEntry
from sessions.services import release_session, release_step
from tests.browser.mothers import Story, begin, looks_right
from tests.cast import NOW

pytestmark = pytest.mark.browser

HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
# One voice that lives on the phone and one that does not, and an ear for what is said.
VOICES = """() => {
    window.heard = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    const voices = [
        { lang: "en-US", localService: false, name: "far" },
        { lang: "en_US", localService: LOCAL, name: "near" },
    ];
    Object.defineProperty(window, "speechSynthesis", { value: {
        getVoices: () => voices, addEventListener() {}, cancel() {},
        speak: (said) => window.heard.push([said.voice.name, said.text]),
    } });
}"""
AWAKE = """() => {
    window.asked = 0;
    navigator.wakeLock.request = async () => { window.asked += 1; return { release() {} }; };
}"""


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    story.open_phone(page.context, site)
    return page


def where(story: Story, step: str, ordinal: int = 1) -> str:
    assigned = AssignedSession.objects.get(course=story.cast.course, ordinal=ordinal)
    return f"/d/s/{assigned.public_id}/{step}/"


def opened(story: Story) -> AssignedSession:
    """The second session with both parts that wait for a release."""
    assigned = AssignedSession.objects.get(course=story.cast.course, ordinal=2)
    release_session(assigned=assigned, by=story.cast.ben, now=NOW)
    for code in ("old-knot", "closer-look"):
        release_step(assigned=assigned, step_code=code, by=story.cast.ben, now=NOW)
    return assigned


def play(phone: Page) -> None:
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_text("0:01").wait_for()


def test_the_way_out_is_there_at_once_though_the_network_hangs(phone: Page, story: Story) -> None:
    phone.goto(where(story, "two-minutes"))
    play(phone)
    phone.route("**/d/deposit/", lambda _route: None)
    phone.get_by_role("button", name="This isn't good for me").click()
    expect(phone.get_by_text("Name three things you can see")).to_be_visible(timeout=500)
    expect(phone.get_by_role("link", name="Call 988").first).to_be_visible()
    expect(phone.get_by_role("button", name="Pause")).to_be_hidden()
    assert phone.evaluate("'playing' in document.body.dataset") is False
    looks_right(phone)


def test_stopping_is_stored_and_somebody_hears_of_it(phone: Page, story: Story) -> None:
    phone.goto(where(story, "two-minutes"))
    play(phone)
    with phone.expect_response("**/d/deposit/"):
        phone.get_by_role("button", name="This isn't good for me").click()
    phone.get_by_role("link", name="Go on without it").click()
    phone.wait_for_url("**/what-minds-do/")
    assert HarmRecord.objects.get().kind == "not_good"
    assert Concern.objects.get().tier == "next_visit"


def test_two_worse_brings_the_same_help(phone: Page, story: Story) -> None:
    phone.goto(where(story, "two-minutes"))
    for name, number in (("before", 2), ("after", 5)):
        phone.evaluate(
            "([name, number]) => {"
            " const one = document.querySelector(`[name=${name}][value='${number}']`);"
            " one.checked = true; one.dispatchEvent(new Event('change', { bubbles: true })); }",
            [name, number],
        )
    with phone.expect_response("**/d/deposit/"):
        phone.get_by_role("button", name="I'm done, next").click()
    expect(phone.get_by_text("Name three things you can see")).to_be_visible()
    assert HarmRecord.objects.get().kind == "worse"


def test_left_before_the_end_says_so(phone: Page, story: Story) -> None:
    phone.goto(where(story, "two-minutes"))
    play(phone)
    phone.get_by_role("button", name="Leave it here, next").click()
    phone.wait_for_url("**/what-minds-do/")
    row = StepEntry.objects.exclude(event="reached").get()
    assert (row.event, row.cut) == ("left", "full")
    assert 1 <= row.seconds <= 10


def test_hidden_does_not_count_and_waits_for_her(phone: Page, story: Story) -> None:
    phone.goto(where(story, "two-minutes"))
    play(phone)
    phone.evaluate(HIDE, True)
    stands = phone.locator("#clock").text_content()
    phone.wait_for_timeout(1500)
    phone.evaluate(HIDE, False)
    assert phone.locator("#clock").text_content() == stands
    expect(phone.get_by_role("button", name="Go on")).to_be_visible()


def test_her_place_is_kept_to_the_second(phone: Page, story: Story) -> None:
    phone.goto(where(story, "coming-back"))
    play(phone)
    with phone.expect_response("**/d/deposit/"):
        phone.get_by_role("button", name="Pause").click()
    at = phone.locator("#clock").inner_text()
    phone.reload()
    expect(phone.get_by_role("button", name=f"Go on from {at}")).to_be_visible()
    phone.get_by_role("button", name=f"Go on from {at}").click()
    expect(phone.locator("#clock")).to_have_text(re.compile("0:0[1-9]"))


def test_length_and_resting_place_change_the_captions(phone: Page, story: Story) -> None:
    phone.goto(where(story, "coming-back"))
    phone.get_by_label("2 minutes").check(force=True)
    phone.get_by_label("sounds", exact=True).check(force=True)
    expect(phone.get_by_role("button", name="Begin · 2:00")).to_be_visible()
    shown = phone.evaluate(
        "[...document.querySelectorAll('#words ol:not([hidden]) span')].map(one => one.textContent)"
    )
    assert any("Let the sounds come to you" in one for one in shown) and len(shown) == 8


def test_it_is_silent_until_she_taps_and_says_before_that_it_will_speak(
    phone: Page, story: Story
) -> None:
    phone.add_init_script(f"({VOICES.replace('LOCAL', 'true')})()")
    phone.goto(where(story, "two-minutes"))
    ask = phone.get_by_role("button", name="Read it aloud: this phone will speak")
    expect(ask).to_have_attribute("aria-pressed", "false")
    play(phone)
    assert phone.evaluate("window.heard") == []
    ask.click()
    expect(phone.get_by_role("button", name="It speaks. Tap for silence.")).to_be_visible()
    phone.wait_for_timeout(600)
    assert phone.evaluate("window.heard[0][0]") == "near"


def test_a_voice_that_sends_words_away_is_not_offered(phone: Page, story: Story) -> None:
    phone.add_init_script(f"({VOICES.replace('LOCAL', 'false')})()")
    phone.goto(where(story, "two-minutes"))
    expect(phone.get_by_role("button", name="Begin")).to_be_visible()
    expect(phone.get_by_role("button", name="Read it aloud")).to_be_hidden()


def test_the_screen_stays_awake_only_after_her_tap(phone: Page, story: Story) -> None:
    phone.add_init_script(f"({AWAKE})()")
    phone.goto(where(story, "two-minutes"))
    assert phone.evaluate("window.asked") == 0
    play(phone)
    assert phone.evaluate("window.asked") == 1


def test_a_worksheet_is_saved_as_she_writes(phone: Page, story: Story) -> None:
    assigned = opened(story)
    phone.goto(where(story, "look-again", 2))
    phone.get_by_label("What was the first thought?").fill("I had the thought.")
    phone.locator("[name=weight]").nth(7).check(force=True)
    with phone.expect_response("**/d/deposit/"):
        phone.get_by_role("button", name="Next").click()
    phone.wait_for_url(lambda url: "look-again" not in url)
    assert StepEntry.objects.filter(assigned=assigned, step="look-again").exists()


def test_the_running_practice_is_right_at_320_pixels(phone: Page, story: Story) -> None:
    phone.set_viewport_size({"width": 320, "height": 568})
    phone.goto(where(story, "one-good-thing"))
    play(phone)
    looks_right(phone)
    box = phone.get_by_role("button", name="This isn't good for me").bounding_box()
    assert box and box["y"] + box["height"] <= 568
