"""What the scripts of her pages promise: Leave, the cover, saving at a touch, small pages."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from kernel.ids import canonical_json
from measures.models import Answer
from people.services import change_pin
from safety.models import Concern
from tests.browser.mothers import Story, answer, begin
from tests.cast import PIN

pytestmark = pytest.mark.browser

HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    story.open_phone(page.context, site)
    page.goto("/d/today/")
    return page


@pytest.fixture
def question(phone: Page) -> Page:
    """On the first question of the check-in."""
    phone.get_by_role("link", name="short questions").click()
    phone.get_by_role("button", name="Start").click()
    return phone


def test_leave_is_gone_at_once_and_back_shows_only_the_lock(phone: Page) -> None:
    phone.goto("/d/weeks/")
    phone.get_by_role("button", name="Leave").click()
    phone.wait_for_url("**/away/")
    phone.go_back()
    expect(phone).to_have_url(re.compile("/d/unlock/"))
    expect(phone.get_by_label("Your PIN")).to_be_visible()


def test_leave_has_painted_over_before_the_next_page_comes(phone: Page) -> None:
    """The next page may take long to come; until then nothing of this one is to be seen."""
    phone.evaluate(
        "addEventListener('pagehide', () =>"
        " localStorage.setItem('left', document.documentElement.className))"
    )
    phone.get_by_role("button", name="Leave").click()
    phone.wait_for_url("**/away/")
    assert phone.evaluate("localStorage.getItem('left')") == "covered"


def test_leave_works_when_the_server_cannot_be_reached(phone: Page, watch) -> None:
    watch.allow("ERR_FAILED")
    phone.route("**/d/leave/", lambda route: route.abort())
    phone.get_by_role("button", name="Leave").click()
    phone.wait_for_url("**/away/")
    phone.goto("/d/today/")
    expect(phone).to_have_url(re.compile("/d/unlock/"))


def test_leave_works_without_scripts(new_context, story: Story, site: str) -> None:
    context = new_context(java_script_enabled=False)
    story.open_phone(context, site)
    page = context.new_page()
    page.goto("/d/weeks/")
    page.get_by_role("button", name="Leave").click()
    expect(page).to_have_url(re.compile("/away/$"))
    page.go_back()
    expect(page.get_by_label("Your PIN")).to_be_visible()


def test_three_shifts_leave(phone: Page) -> None:
    for _ in range(3):
        phone.keyboard.press("Shift")
    phone.wait_for_url("**/away/")
    phone.goto("/d/today/")
    expect(phone).to_have_url(re.compile("/d/unlock/"))


def test_capital_letters_do_not_leave(phone: Page) -> None:
    phone.goto("/d/settings/")
    for letter in "ABCD":
        phone.keyboard.press(f"Shift+{letter}")
    expect(phone).to_have_url(re.compile("/d/settings/"))


def test_a_hidden_page_is_covered_and_a_minute_later_shut(phone: Page) -> None:
    heading = phone.get_by_role("heading", name="Hello")
    phone.evaluate(HIDE, True)
    expect(heading).not_to_be_visible()
    phone.evaluate(HIDE, False)
    expect(heading).to_be_visible()
    phone.evaluate(HIDE, True)
    phone.evaluate("const real = Date.now; Date.now = () => real() + 61_000")
    phone.evaluate(HIDE, False)
    expect(phone).to_have_url(re.compile("/d/unlock/"))


def _companion_ends(phone: Page) -> float:
    """When the companion cookie ends by itself; -1: with the browser."""
    return next(one["expires"] for one in phone.context.cookies() if one["name"] == "here")


def test_out_of_sight_it_opens_no_longer_than_she_chose(phone: Page) -> None:
    """Also when the browser is ended before the page can shut itself."""
    phone.evaluate(HIDE, True)
    assert 0 < _companion_ends(phone) - phone.evaluate("Date.now() / 1000") <= 61
    phone.evaluate(HIDE, False)
    assert _companion_ends(phone) == -1
    phone.goto("/d/help/")
    phone.wait_for_function("() => document.cookie.includes('here=')")
    expect(phone.get_by_role("link", name="Today").first).to_be_visible()
    phone.wait_for_load_state("networkidle")
    assert _companion_ends(phone) == -1


def test_the_second_pin_opens_a_plain_page_that_covers_and_leaves_like_any(
    phone: Page, story: Story
) -> None:
    change_pin(device=story.cast.phone, old=f"{PIN}00", new="730418", now=timezone.now())
    phone.get_by_role("button", name="Leave").click()
    phone.wait_for_url("**/away/")
    phone.goto("/d/today/")
    phone.get_by_label("Your PIN").fill("730418")
    phone.get_by_role("button", name="Open").click()
    expect(phone).to_have_url(re.compile("/d/today/$"))
    plain = phone.get_by_role("heading", name="slow breath")
    expect(plain).to_be_visible()
    phone.evaluate(HIDE, True)
    expect(plain).not_to_be_visible()
    phone.evaluate(HIDE, False)
    phone.get_by_role("button", name="Leave").click()
    phone.wait_for_url("**/away/")


def test_an_answer_is_saved_when_touched(question: Page) -> None:
    answer(question, 6)
    expect(question.locator("#saved")).to_have_text("Saved")
    assert Answer.objects.get().number == 6
    question.get_by_role("button", name="Next").click()
    expect(question.get_by_text("2 of ")).to_be_visible()
    assert Answer.objects.count() == 1


def test_a_lost_answer_of_the_server_doubles_nothing(question: Page, watch) -> None:
    watch.allow("ERR_FAILED")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    question.route("**/d/deposit/", lose, times=1)
    answer(question, 6)
    expect(question.locator("#saved")).to_have_text("Saved on this phone")
    question.get_by_role("button", name="Next").click()
    expect(question.get_by_text("2 of ")).to_be_visible()
    assert Answer.objects.get().number == 6


def test_a_touch_before_the_script_has_come_is_saved_too(question: Page) -> None:
    here = question.url
    late = question.context.new_page()
    late.route("**/question.js", lambda route: (late.wait_for_timeout(700), route.continue_()))
    late.goto(here, wait_until="commit")
    late.locator("input[name=value]").nth(5).check(force=True)
    expect(late.locator("#saved")).to_have_text("Saved")
    assert Answer.objects.get().number == 5


def test_changing_her_mind_keeps_the_last(question: Page) -> None:
    for number in (6, 2, 9):
        answer(question, number)
        expect(question.locator("#saved")).to_have_text("Saved")
    question.get_by_role("button", name="Next").click()
    expect(question.get_by_text("2 of ")).to_be_visible()
    latest = Answer.objects.order_by("deposit__answered_at").last()
    assert latest and latest.number == 9


def test_help_is_on_the_page_the_moment_she_touches_it(question: Page, story: Story) -> None:
    stress = story.cast.ana.administrations.get(instrument__code="stress")
    question.goto(f"/d/q/{stress.public_id}/thoughts/")
    answer(question, 3)
    expect(question.get_by_role("link", name="Call 988").first).to_be_visible()
    assert Concern.objects.get().tier == "now"
    question.get_by_role("button", name="Next").click()
    expect(question.get_by_role("button", name="I'd rather not say")).to_be_visible()


def test_the_practice_pauses_goes_back_and_counts(phone: Page, story: Story) -> None:
    phone.goto("/d/today/")
    phone.get_by_role("link", name="Start", exact=True).click()
    address = phone.url + "two-minutes/"
    phone.goto(address)
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_text("0:02").wait_for()
    phone.get_by_role("button", name="Pause").click()
    stands = phone.locator("#clock").inner_text()
    phone.wait_for_timeout(1200)
    assert phone.locator("#clock").inner_text() == stands
    phone.get_by_role("button", name="Back 15 s").click()
    expect(phone.locator("#clock")).to_have_text("0:00")
    ran = int(phone.locator("input[name=seconds]").first.input_value())
    assert ran == int(stands.removeprefix("0:")) >= 2


ODD = [
    {"b": 1, "a": [None, True, False, -7]},
    {"ö": 'ñ “quotes” \\ " / \n \t \u2028 😀', "z": {"y": "", "x": 0}},
    {"a\u0001": "\u007f", "B": "b", "a": "A"},
]


def test_scripts_and_server_agree_on_the_canonical_form(phone: Page) -> None:
    js = "value => import('/static/js/deposit.js').then(module => module.canonical(value))"
    for value in ODD:
        assert phone.evaluate(js, value) == canonical_json(value).decode()
